// The columns that lists of users, groups and service accounts have alike.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { Access } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Column } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { describeAccountRole } from "./access/access-words.ts";
import { RoleBadges } from "./cells.tsx";

interface Row {
  readonly id: string;
  readonly spec?: { readonly access?: Access | undefined } | undefined;
  readonly createdTime?: Timestamp | undefined;
}

/** `sees`: of whose access the caller is shown anything; left out, an access that is there is shown. */
export function accountRoleColumn<Item extends Row>(sees?: (id: string) => boolean): Column<Item> {
  const describe = ({ id, spec }: Item): string => describeAccountRole(spec?.access, sees?.(id));
  return { title: "Account role", width: 140, sortBy: describe, render: describe };
}

export const customRolesColumn = <Item extends Row>(roleName: (id: string) => string): Column<Item> => ({
  title: "Custom roles",
  wide: true,
  width: 220,
  render: ({ spec }) => <RoleBadges access={spec?.access} nameOf={roleName} />,
});

export const createdColumn: Column<Row> = {
  title: "Created",
  wide: true,
  width: 120,
  sortBy: ({ createdTime }) => (createdTime === undefined ? 0 : timestampDate(createdTime).getTime()),
  render: ({ createdTime }) => <RelativeTime at={createdTime} />,
};
