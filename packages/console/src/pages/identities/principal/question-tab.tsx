// "Can this principal do …?": why, or why not and what would help. The question stands in the address.
import { Alert, List, Loader, Stack, Text, ThemeIcon } from "@mantine/core";
import { accountRoles, namespacePermissions, projectRoles } from "@remit/policy";
import type { ExplainResponse, Remedy } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { ErrorState } from "../../../components/error-state.tsx";
import { QuestionFields } from "../../../components/question-fields.tsx";
import { Reasons } from "../../../components/reasons.tsx";
import { type AccessQuestion, isComplete, useExplain } from "../../../data/access-questions.ts";
import type { PrincipalSearch } from "../routes.ts";

export interface QuestionTabProps {
  readonly principalId: string;
  readonly name: string;
  readonly search: PrincipalSearch;
}

export function QuestionTab({ principalId, name, search }: QuestionTabProps) {
  const navigate = useNavigate();
  const question: AccessQuestion = {
    operation: search.operation ?? "",
    resourceType: search.type ?? "",
    resourceId: search.resource ?? "",
  };
  const { data, error, isFetching } = useExplain(principalId, question);
  const ask = ({ operation, resourceType: type, resourceId: resource }: AccessQuestion) =>
    void navigate({ to: ".", search: { tab: "can", operation, type, resource } as never, replace: true });
  return (
    <Stack>
      <QuestionFields value={question} onChange={ask} />
      <div aria-live="polite">
        {!isComplete(question) ? (
          <Text c="dimmed">Choose an operation and what it acts on: the answer is the server's own decision.</Text>
        ) : error !== null ? (
          <ErrorState error={error} />
        ) : data === undefined || isFetching ? (
          <Loader size="sm" aria-label="Asking" />
        ) : (
          <Answer answer={data} name={name} question={question} />
        )}
      </div>
    </Stack>
  );
}

interface AnswerProps {
  readonly answer: ExplainResponse;
  readonly name: string;
  readonly question: AccessQuestion;
}

function Answer({ answer: { allowed, reasons, remedy }, name, question }: AnswerProps) {
  const { operation, resourceType, resourceId } = question;
  const where = resourceType === "accounts" ? "the account" : resourceId;
  return (
    <Alert
      variant="default"
      icon={
        <ThemeIcon color={allowed ? "green" : "red"} variant="light" radius="xl">
          {allowed ? <IconCheck size={18} aria-hidden /> : <IconX size={18} aria-hidden />}
        </ThemeIcon>
      }
      title={allowed ? "Yes" : "No"}
    >
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          <b>{name}</b> {allowed ? "may" : "may not"} {operation} on {where}
          {allowed ? ", by:" : ": nothing that is held, directly or through a group, grants it."}
        </Text>
        {allowed ? <Reasons reasons={reasons} /> : remedy !== undefined && <Help remedy={remedy} />}
      </Stack>
    </Alert>
  );
}

/** "namespace:admin" in words. */
export function describeRole(role: string): string {
  const [kind = "", id = ""] = role.split(":");
  const title = (roles: Readonly<Record<string, { readonly title: string }>>) => roles[id]?.title ?? id;
  if (kind === "account") return `the account role ${title(accountRoles)}`;
  return kind === "namespace"
    ? `the Namespace permission ${title(namespacePermissions)}`
    : `the project role ${title(projectRoles)}`;
}

function Help({ remedy }: { readonly remedy: Remedy }) {
  const { predefinedRoles, action, scope, notGrantableReason } = remedy;
  const resource = scope?.resourceType === "accounts" ? "the account" : `${scope?.resourceType}/${scope?.resourceId}`;
  const ways = [
    ...predefinedRoles.map(describeRole),
    ...(action === "" ? [] : [`a custom role with ${action} on ${resource}`]),
  ];
  return (
    <>
      {ways.length > 0 && (
        <>
          <Text size="sm">Any one of these would allow it:</Text>
          <List size="sm">
            {ways.map((way) => (
              <List.Item key={way}>{way}</List.Item>
            ))}
          </List>
        </>
      )}
      {notGrantableReason !== "" && <Text size="sm">No custom role can: {notGrantableReason}.</Text>}
    </>
  );
}
