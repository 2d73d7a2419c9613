// What saving would change, against what is stored and against the template; and saving.

import { Alert, Button, Group, Modal, ScrollArea, SegmentedControl, Stack, Tabs, Text } from "@mantine/core";
import { compareMatrix, type Problem, template } from "@remit/responsibility";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { MayButton } from "../../../components/may-button.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import type { May } from "../../../data/access-questions.ts";
import { isSavedMeanwhile } from "../../../data/describe-error.ts";
import { useReadMatrix, useSaveMatrix } from "../../../data/matrix.ts";
import { useOperationId } from "../../../data/operation-id.ts";
import { Differences } from "./differences.tsx";
import { conflictKey, type Draft, type Side, type Taken } from "./use-draft.ts";

export interface ReviewDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  readonly may: May;
  readonly onSaved: () => void;
}

export function ReviewDialog({ opened, onClose, draft, problems, may, onSaved }: ReviewDialogProps) {
  const { save } = useSaveMatrix();
  const read = useReadMatrix();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const operationId = useOperationId(draft.matrix, draft.base.version);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await save(draft.matrix, draft.base.version, operationId);
      onSaved();
      tellDone("The matrix has been saved.");
      await navigate({ to: "/responsibility" });
    } catch (thrown) {
      if (isSavedMeanwhile(thrown)) draft.takeIn(await read());
      else setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Review and save"
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        {draft.taken !== null && <TakenIn taken={draft.taken} onSettle={draft.settle} />}
        <Tabs defaultValue="stored" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="stored">What you change</Tabs.Tab>
            <Tabs.Tab value="template">Against the template</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="stored">
            <Compared before={draft.base.matrix} after={draft.matrix} label="What you change" />
          </Tabs.Panel>
          <Tabs.Panel value="template">
            <Compared before={template} after={draft.matrix} label="Against the template" />
          </Tabs.Panel>
        </Tabs>
        {problems.length > 0 && <Alert color="red">Mend first what stands at the bottom of the page.</Alert>}
        {error !== null && <ErrorState error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          {problems.length > 0 ? (
            <Button disabled>Save</Button>
          ) : (
            <MayButton may={may} onClick={() => void submit()}>
              {busy ? "Saving …" : "Save"}
            </MayButton>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface ComparedProps {
  readonly before: Draft["matrix"];
  readonly after: Draft["matrix"];
  readonly label: string;
}

function Compared({ before, after, label }: ComparedProps) {
  const differences = useMemo(() => compareMatrix(before, after), [before, after]);
  return (
    <ScrollArea.Autosize mah="50vh" type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
      <Differences differences={differences} />
    </ScrollArea.Autosize>
  );
}

interface TakenInProps {
  readonly taken: Taken;
  readonly onSettle: Draft["settle"];
}

/** What somebody else saved meanwhile, and where both changed the same. */
function TakenIn({ taken: { before, theirs, conflicts, settled }, onSettle }: TakenInProps) {
  const differences = useMemo(() => compareMatrix(before, theirs), [before, theirs]);
  return (
    <Alert color="yellow" title="Somebody else saved meanwhile; their changes are taken in" role="status">
      <Stack gap="sm">
        <Differences differences={differences} />
        {conflicts.length > 0 && <Text size="sm">You both changed these. Choose what stands:</Text>}
        {conflicts.map((conflict) => (
          <Group key={conflictKey(conflict)} justify="space-between" gap="sm">
            <Text size="sm" style={{ flex: "1 1 14rem", overflowWrap: "anywhere" }}>
              {conflict.name === "" ? conflict.id : conflict.name}
              {conflict.field !== "" && `, ${conflict.field}`}
            </Text>
            <SegmentedControl
              size="xs"
              aria-label={`What stands: ${conflict.name} ${conflict.field}`}
              value={settled.get(conflictKey(conflict)) ?? "mine"}
              onChange={(side) => onSettle(conflict, side as Side)}
              data={[
                { value: "mine", label: `Yours: ${conflict.mine ?? "removed"}` },
                { value: "theirs", label: `Theirs: ${conflict.theirs ?? "removed"}` },
              ]}
            />
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
