// Why there is no plan: what could not be read, and whom to ask for it.

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { FactsRefused } from "@remit/client";
import { IconLock } from "@tabler/icons-react";
import { AskTeam } from "../../../components/ask-team.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { describeError, isUnreachable } from "../../../data/describe-error.ts";
import { WhyStopped } from "./why-stopped.tsx";

export interface WhyNoPlanProps {
  readonly error: unknown;
  readonly retry: () => void;
}

export function WhyNoPlan({ error, retry }: WhyNoPlanProps) {
  if (error instanceof FactsRefused) return <Missing refused={error} />;
  if (!isUnreachable(error)) return <ErrorState error={error} retry={retry} />;
  return (
    <Stack gap="xs">
      <WhyStopped error={error} />
      <Group>
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      </Group>
    </Stack>
  );
}

function Missing({ refused: { refusals } }: { readonly refused: FactsRefused }) {
  const { contact } = describeError(refusals[0].error);
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconLock aria-hidden />}
      title="You may not read all that a plan is made from"
      role="alert"
    >
      <Stack gap="xs">
        <Text size="sm">Missing: {refusals.map(({ what }) => what).join(", ")}.</Text>
        <AskTeam team={contact?.team ?? ""} contact={contact?.contact ?? ""} link={contact?.link ?? ""} />
      </Stack>
    </Alert>
  );
}
