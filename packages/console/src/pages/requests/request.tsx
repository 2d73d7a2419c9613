// One request. Opening it decides nothing: a link in a message only leads here.

import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Group, List, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Request } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { createLazyRoute } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useNameOf } from "../../data/askables.ts";
import { useMatrix } from "../../data/matrix.ts";
import { useRequest } from "../../data/requests.ts";
import { findRow } from "../../data/responsibility-model.ts";
import { useSession } from "../../data/session.ts";
import { describeState, describeWanted, findSteps } from "./describe-request.ts";
import { RequestSteps } from "./request-steps.tsx";

function RequestPage() {
  const { requestId } = route.useParams();
  const { data: request, error, refetch } = useRequest(requestId);
  const { session } = useSession();
  const nameOf = useNameOf();
  const title = request === undefined ? "Request" : describeWanted(request, nameOf);
  return (
    <Page title={title} crumbs={[{ label: "Requests", to: "/requests" }]}>
      {error !== null && request === undefined && <ErrorState error={error} retry={() => void refetch()} />}
      {request === undefined && error === null && <Skeleton height={260} role="status" aria-label="Loading" />}
      {request !== undefined && session && (
        <Stack gap="lg" maw={860}>
          <Group gap="sm" role="status">
            <Text fw={600}>{describeState(request.state)}</Text>
            <Next request={request} />
          </Group>
          <RequestSteps request={request} steps={findSteps(request, session.principalId)} />
          <Facts request={request} />
          <Decisions request={request} />
        </Stack>
      )}
    </Page>
  );
}

/** What comes next, or what came of it. */
function Next({
  request: { state, approvalsNeeded, decisions, accessEndsTime, namespaceId },
}: {
  readonly request: Request;
}) {
  if (state === "pending") {
    const missing = approvalsNeeded - decisions.length;
    return <Text c="dimmed">{missing === 1 ? "1 approval is missing" : `${missing} approvals are missing`}</Text>;
  }
  if (namespaceId !== "")
    return (
      <TextLink to="/namespaces/$namespace" params={{ namespace: namespaceId }}>
        Namespace {namespaceId}
      </TextLink>
    );
  if (accessEndsTime === undefined) return null;
  return (
    <Text c="dimmed" component="span">
      {state === "approved" && timestampDate(accessEndsTime).getTime() > Date.now() ? "ends " : "ended "}
      <RelativeTime at={accessEndsTime} />
    </Text>
  );
}

function Facts({ request }: { readonly request: Request }) {
  const { data: stored } = useMatrix();
  const rowName = findRow(stored?.matrix, request.responsibilityId)?.name ?? request.responsibilityId;
  const { requester, createdTime, reason, hours, what, renewsRequestId, responsibilityId, note, approverIds } = request;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm" component="dl" m={0}>
        <Fact name="Asked by">
          {requester}, <RelativeTime at={createdTime} />
        </Fact>
        <Fact name="Reason">{reason}</Fact>
        {hours > 0 && <Fact name="For">{hours === 1 ? "1 hour" : `${hours} hours`}, from the last approval on</Fact>}
        {what.case === "namespace" && (
          <>
            <Fact name="Region">{what.value.region}</Fact>
            <Fact name="Retention">
              {what.value.retentionDays === 0 ? "The account’s default" : `${what.value.retentionDays} days`}
            </Fact>
            <Fact name="Team">
              <TextLink inherit to="/responsibility/teams/$teamId" params={{ teamId: what.value.teamId }}>
                {what.value.teamId}
              </TextLink>
            </Fact>
            <Fact name="Data classification">{what.value.dataClassification}</Fact>
            {what.value.codecEndpoint !== "" && <Fact name="Codec server">{what.value.codecEndpoint}</Fact>}
            {what.value.projectId !== "" && <Fact name="Project">{what.value.projectId}</Fact>}
          </>
        )}
        {renewsRequestId !== "" && (
          <Fact name="Renews">
            <TextLink to="/requests/$requestId" params={{ requestId: renewsRequestId }}>
              An earlier request
            </TextLink>
          </Fact>
        )}
        <Fact name="Decided by">
          {approverIds.length === 0 ? "Those" : `One of ${approverIds.length} people`} who answer for{" "}
          <TextLink to="/responsibility" search={{ row: responsibilityId }} inherit underline="always">
            {rowName}
          </TextLink>
        </Fact>
        {note !== "" && <Fact name="Note">{note}</Fact>}
      </Stack>
    </Paper>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Group gap="sm" align="start" wrap="wrap">
    <Text component="dt" size="sm" c="dimmed" w={150}>
      {name}
    </Text>
    <Text
      component="dd"
      size="sm"
      m={0}
      style={{ flex: "1 1 14rem", overflowWrap: "anywhere", whiteSpace: "pre-line" }}
    >
      {children}
    </Text>
  </Group>
);

function Decisions({ request: { decisions } }: { readonly request: Request }) {
  if (decisions.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="decisions">
      <Title order={2} id="decisions">
        Decisions
      </Title>
      <List listStyleType="none" spacing="xs">
        {decisions.map(({ userId, user, verdict, comment, time }) => (
          <List.Item key={userId} style={{ overflowWrap: "anywhere" }}>
            {user} {verdict} it <RelativeTime at={time} />
            {comment !== "" && (
              <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-line" }}>
                {comment}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

export const route = createLazyRoute("/signed-in/requests/$requestId")({ component: RequestPage });
