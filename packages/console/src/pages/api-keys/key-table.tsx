// API keys as a list, on their own page and on the page of whoever owns them.
import { clone } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Text } from "@mantine/core";
import {
  type ApiKey,
  ApiKeySpecSchema,
  OwnerType,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type ReactNode, useMemo, useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { type Column, DataTable, type DataTableProps } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import type { WholeList } from "../../data/all-pages.ts";
import { useApiKeyUses } from "../../data/api-keys.ts";
import { useChange } from "../../data/change.ts";
import { visibleName } from "../../data/visible-name.ts";
import { KeyStateBadge, stateOf } from "./key-state.tsx";
import { OwnerLink } from "./owner-link.tsx";

export interface KeyTableProps {
  readonly list: WholeList<ApiKey>;
  /** Whose keys the list is about; empty for everybody's. */
  readonly ownerId?: string;
  readonly empty: ReactNode;
  /** With a column that says whose each is. */
  readonly ownerName?: (key: ApiKey) => string;
  readonly search?: NonNullable<DataTableProps<ApiKey>["search"]>;
}

type Question = { readonly kind: "disable" | "enable" | "delete"; readonly apiKey: ApiKey };

export function KeyTable({ list, ownerId = "", empty, ownerName, search }: KeyTableProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const uses = useApiKeyUses(ownerId);
  const columns = useMemo(() => makeColumns(ownerName, uses), [ownerName, uses]);
  return (
    <>
      <DataTable
        label="API keys"
        list={list}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={nameOf}
        textOf={(key) =>
          [nameOf(key), key.id, key.spec?.description ?? "", stateOf(key, new Date()), ownerName?.(key) ?? ""].join(" ")
        }
        {...(search !== undefined && { search })}
        actions={[
          {
            label: "Disable",
            onClick: (apiKey) => setQuestion({ kind: "disable", apiKey }),
            refusal: ({ spec }) => (spec?.disabled === true ? "It is disabled already." : null),
          },
          {
            label: "Enable",
            onClick: (apiKey) => setQuestion({ kind: "enable", apiKey }),
            refusal: ({ spec }) => (spec?.disabled === true ? null : "It is enabled already."),
          },
          { label: "Delete", danger: true, onClick: (apiKey) => setQuestion({ kind: "delete", apiKey }) },
        ]}
        empty={empty}
      />
      {question !== null && <KeyQuestion {...question} onClose={() => setQuestion(null)} />}
    </>
  );
}

const words = {
  disable: {
    label: "Disable key",
    text: "Programs that use it are refused, and sessions made from it end, until it is enabled again.",
    done: "disabled",
  },
  enable: { label: "Enable key", text: "Whoever has it can use it again.", done: "enabled" },
  delete: {
    label: "Delete key",
    text: "Programs that use it are refused at once, and sessions made from it end. This cannot be undone.",
    done: "deleted",
  },
} as const;

function KeyQuestion({ kind, apiKey, onClose }: Question & { readonly onClose: () => void }) {
  const { label, text, done } = words[kind];
  const { run } = useChange(
    async (cloud, asked: Question, asyncOperationId): Promise<void> => {
      const { id: keyId, resourceVersion, spec: stored } = asked.apiKey;
      if (asked.kind === "delete" || stored === undefined) {
        await cloud.deleteApiKey({ keyId, resourceVersion, asyncOperationId });
        return;
      }
      const spec = Object.assign(clone(ApiKeySpecSchema, stored), {
        disabled: asked.kind === "disable",
        ownerTypeDeprecated: "",
      });
      await cloud.updateApiKey({ keyId, spec, resourceVersion, asyncOperationId });
    },
    (asked) => `The key ${nameOf(asked.apiKey)} has been ${done}.`,
  );
  return (
    <Confirm title={label} label={label} opened onClose={onClose} onConfirm={() => run({ kind, apiKey })}>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        <b>{nameOf(apiKey)}</b>: {text}
      </Text>
    </Confirm>
  );
}

const nameOf = ({ spec, id }: ApiKey): string => visibleName(spec?.displayName, id);
const timeOf = (at: Parameters<typeof timestampDate>[0] | undefined): number =>
  at === undefined ? 0 : timestampDate(at).getTime();

const makeColumns = (
  ownerName: KeyTableProps["ownerName"],
  uses: ReturnType<typeof useApiKeyUses>,
): readonly Column<ApiKey>[] => [
  {
    title: "Name",
    sortBy: nameOf,
    render: (key) => (
      <>
        <Text size="sm" fw={500}>
          {nameOf(key)}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {key.spec?.description}
        </Text>
      </>
    ),
  },
  ...(ownerName === undefined
    ? []
    : [
        {
          title: "Owner",
          sortBy: ownerName,
          render: (key: ApiKey) => (
            <OwnerLink
              id={key.spec?.ownerId ?? ""}
              isServiceAccount={key.spec?.ownerType === OwnerType.SERVICE_ACCOUNT}
              name={ownerName(key)}
            />
          ),
        },
      ]),
  {
    title: "Status",
    width: 130,
    sortBy: (key) => stateOf(key, new Date()),
    render: (key) => <KeyStateBadge apiKey={key} />,
  },
  {
    title: "Expires",
    width: 130,
    sortBy: ({ spec }) => timeOf(spec?.expiryTime),
    render: ({ spec }) => <RelativeTime at={spec?.expiryTime} />,
  },
  {
    title: "Last used",
    wide: true,
    width: 130,
    sortBy: ({ id }) => timeOf(uses.of(id)),
    render: ({ id }) => <RelativeTime at={uses.of(id)} never={uses.known ? "Never" : "–"} />,
  },
  {
    title: "Created",
    wide: true,
    width: 130,
    sortBy: ({ createdTime }) => timeOf(createdTime),
    render: ({ createdTime }) => <RelativeTime at={createdTime} />,
  },
  {
    title: "Key ID",
    wide: true,
    width: 130,
    render: ({ id }) => <CopyText text={id} what="the key's id" shown={id.slice(0, 8)} />,
  },
];
