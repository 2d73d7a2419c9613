// Everybody who may do an operation on something, each with the path that gives it.
import { Text } from "@mantine/core";
import type { WhoCanResponse_Holder } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { IconUsers } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { QuestionFields } from "../../components/question-fields.tsx";
import { Reasons } from "../../components/reasons.tsx";
import { type AccessQuestion, isComplete, useWhoCan } from "../../data/access-questions.ts";
import { visibleName } from "../../data/visible-name.ts";
import { OwnerLink } from "../api-keys/owner-link.tsx";

function WhoCan() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const question: AccessQuestion = {
    operation: search.operation ?? "",
    resourceType: search.type ?? "",
    resourceId: search.resource ?? "",
  };
  const list = useWhoCan(question);
  const ask = ({ operation, resourceType: type, resourceId: resource }: AccessQuestion) =>
    void navigate({ to: "/who-can", search: { operation, type, resource }, replace: true });
  return (
    <Page title="Who can …?" description="Everybody who may do an operation on something, and by what.">
      <QuestionFields value={question} onChange={ask} />
      {isComplete(question) ? (
        <DataTable
          label="Holders"
          list={list}
          columns={columns}
          keyOf={({ principal }) => principal?.id ?? ""}
          nameOf={nameOf}
          textOf={(holder) => [nameOf(holder), ...holder.reasons.map(({ text }) => text)].join(" ")}
          empty={
            <EmptyState title="Nobody" icon={<IconUsers aria-hidden />}>
              No active user or service account may do this.
            </EmptyState>
          }
        />
      ) : (
        <Text c="dimmed">Choose an operation and what it acts on.</Text>
      )}
    </Page>
  );
}

const nameOf = ({ principal }: WhoCanResponse_Holder): string => visibleName(principal?.name, principal?.id ?? "");

const columns: readonly Column<WhoCanResponse_Holder>[] = [
  {
    title: "Who",
    sortBy: nameOf,
    render: ({ principal }) => (
      <OwnerLink
        id={principal?.id ?? ""}
        isServiceAccount={principal?.kind === "serviceaccount"}
        name={principal?.name ?? ""}
      />
    ),
  },
  {
    title: "Kind",
    wide: true,
    width: 150,
    sortBy: ({ principal }) => principal?.kind ?? "",
    render: ({ principal }) => (principal?.kind === "serviceaccount" ? "Service account" : "User"),
  },
  { title: "By", width: "50%", render: ({ reasons }) => <Reasons reasons={reasons} /> },
];

export const route = createLazyRoute("/signed-in/who-can")({ component: WhoCan });
