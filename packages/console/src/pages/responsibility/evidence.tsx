// What shows that a row is carried out: every proof with its reason, and what people say where no system can tell.
import { Group, List, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { GetEvidenceResponse_Proof as Proof } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Model, Responsibility } from "@remit/responsibility";
import { Confirm } from "../../components/confirm.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateMark } from "../../components/state-mark.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { useMay } from "../../data/access-questions.ts";
import { toEvidenceState, useAttestations, type useEvidence } from "../../data/evidence.ts";
import { newOperationId } from "../../data/operation-id.ts";
import { AttestForm } from "./attest-form.tsx";

export interface EvidenceProps {
  readonly model: Model;
  readonly row: Responsibility;
  readonly evidence: ReturnType<typeof useEvidence>;
}

const attestation = "attestation";

export function Evidence({ model, row, evidence: { data, error, refetch } }: EvidenceProps) {
  const found = data?.get(row.id);
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={48} />;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <StateMark state={toEvidenceState(found?.state)} />
        {found?.since !== undefined && (
          <Text size="sm" c="dimmed">
            since <RelativeTime at={found.since} />
          </Text>
        )}
      </Group>
      {found === undefined || found.proofs.length === 0 ? (
        <Text size="sm">The row names nothing that could show it.</Text>
      ) : (
        <List size="sm" listStyleType="none" spacing="sm">
          {found.proofs.map((proof) => (
            <List.Item key={`${proof.provider} ${proof.teamId}`}>
              <ProofLine proof={proof} model={model} />
            </List.Item>
          ))}
        </List>
      )}
      {row.evidence.includes(attestation) && <Attestation row={row} isAttested={found?.proofs.some(isSaid) ?? false} />}
    </Stack>
  );
}

/** Somebody attested it, in time or not; the server reads "unknown" where nobody did. */
const isSaid = ({ provider, state }: Proof): boolean => provider === attestation && state !== "unknown";

function ProofLine({
  proof: { provider, teamId, state, why },
  model,
}: {
  readonly proof: Proof;
  readonly model: Model;
}) {
  const team = model.teams.find(({ id }) => id === teamId)?.name ?? teamId;
  return (
    <Stack gap={2}>
      <StateMark state={toEvidenceState(state)} />
      <Text size="sm">{why}</Text>
      <Text size="xs" c="dimmed">
        {provider}
        {team !== "" && ` · ${team}`}
      </Text>
    </Stack>
  );
}

function Attestation({ row, isAttested }: { readonly row: Responsibility; readonly isAttested: boolean }) {
  const may = useMay("remit.responsibility.attest", "accounts");
  const { withdraw } = useAttestations();
  const [attesting, attest] = useDisclosure();
  const [asking, ask] = useDisclosure();
  return (
    <>
      <Group gap="sm">
        <MayButton size="xs" variant="default" may={may} onClick={attest.open}>
          {isAttested ? "Attest again" : "Attest"}
        </MayButton>
        {isAttested && (
          <MayButton size="xs" variant="subtle" color="red" may={may} onClick={ask.open}>
            Withdraw the attestation
          </MayButton>
        )}
      </Group>
      <AttestForm row={row} opened={attesting} onClose={attest.close} />
      <Confirm
        title="Withdraw the attestation?"
        label="Withdraw"
        opened={asking}
        onClose={ask.close}
        onConfirm={async () => {
          await withdraw.mutateAsync({ responsibilityId: row.id, asyncOperationId: newOperationId() });
          tellDone("The attestation has been withdrawn.");
        }}
      >
        {`“${row.name}” reads “Not known” from then on, until somebody attests it again.`}
      </Confirm>
    </>
  );
}
