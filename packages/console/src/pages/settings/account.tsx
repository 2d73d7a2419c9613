// Settings of the account: whether its metrics are served, and how long people stay signed in.
import { Alert, Button, Group, Paper, Stack, Switch, Text, Textarea, Title } from "@mantine/core";
import type { Account } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { createLazyRoute } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { AskBeforeLeaving } from "../../components/ask-before-leaving.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useAccount } from "../../data/account.ts";
import { useChange } from "../../data/change.ts";
import { describeError } from "../../data/describe-error.ts";

function AccountSettings() {
  const { data, error, refetch } = useAccount();
  if (data?.account !== undefined) return <Form key={data.account.resourceVersion} account={data.account} />;
  return error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />;
}

function Form({ account }: { readonly account: Account }) {
  const { metrics, authenticationSettings } = account.spec ?? {};
  const before = {
    metrics: metrics !== undefined,
    ca: new TextDecoder().decode(metrics?.acceptedClientCa),
    restricts: authenticationSettings?.restrictSessionLifetimes ?? false,
  };
  const [values, setValues] = useState(before);
  const set = (part: Partial<typeof before>) => setValues((now) => ({ ...now, ...part }));
  const may = useMay("cloud.account.update", "accounts");
  const dirty =
    values.metrics !== before.metrics ||
    values.restricts !== before.restricts ||
    (values.metrics && values.ca !== before.ca);
  const change = useChange(
    (cloud, spec: ReturnType<typeof toSpec>, asyncOperationId) =>
      cloud.updateAccount({ spec, resourceVersion: account.resourceVersion, asyncOperationId }),
    () => "The settings of the account have been saved",
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty) change.run(toSpec(values)).catch(() => undefined);
  };
  const fields = change.error === null ? new Map<string, string>() : describeError(change.error).fields;
  const caError = fields.get("spec.metrics.accepted_client_ca");
  const locked = may.allowed === false;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={820}>
        <AskBeforeLeaving isDirty={() => dirty && !change.busy} />
        {locked && <Alert variant="light">{may.why}</Alert>}
        <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-label="Metrics">
          <Stack>
            <Title order={2} size="h4">
              Metrics
            </Title>
            <Switch
              label="Serve the account's metrics"
              description="Requests, errors and actions of every Namespace, for Prometheus and what reads OpenMetrics. Who collects them needs an API key with Metrics Read."
              checked={values.metrics}
              disabled={locked}
              onChange={(event) => set({ metrics: event.currentTarget.checked })}
            />
            {account.metrics !== undefined && (
              <Group gap="xs">
                <Text size="sm">Address:</Text>
                <CopyText text={account.metrics.uri} what="the address of the metrics" />
              </Group>
            )}
            {values.metrics && (
              <Textarea
                label="Certificate authorities"
                description="PEM. Kept for clients that manage them; collectors show an API key here, and no certificate."
                autosize
                minRows={3}
                maxRows={12}
                disabled={locked}
                value={values.ca}
                onChange={(event) => set({ ca: event.currentTarget.value })}
                error={caError}
                styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
              />
            )}
          </Stack>
        </Paper>
        <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-label="Sessions">
          <Stack>
            <Title order={2} size="h4">
              Sessions
            </Title>
            <Switch
              label="Restrict how long people stay signed in"
              description="Sessions of the console then end sooner, those of now included: after 4 hours, unless the configuration says otherwise."
              checked={values.restricts}
              disabled={locked}
              onChange={(event) => set({ restricts: event.currentTarget.checked })}
            />
          </Stack>
        </Paper>
        {change.error !== null && caError === undefined && <ErrorState error={change.error} />}
        <Group justify="end">
          <Button variant="default" disabled={!dirty} onClick={() => setValues(before)}>
            Discard
          </Button>
          <Button type="submit" loading={change.busy} disabled={!dirty || locked}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const toSpec = ({ metrics, ca, restricts }: { metrics: boolean; ca: string; restricts: boolean }) => ({
  ...(metrics && { metrics: { acceptedClientCa: new TextEncoder().encode(ca) } }),
  ...(restricts && { authenticationSettings: { restrictSessionLifetimes: true } }),
});

export const route = createLazyRoute("/signed-in/settings/account")({ component: AccountSettings });
