import type { UserGroup } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";

const groupTypes = { cloudGroup: "Cloud", googleGroup: "Google", scimGroup: "SCIM" } as const;

/** Where its members come from. */
export const describeGroupType = ({ spec }: UserGroup): string => groupTypes[spec?.groupType.case ?? "cloudGroup"];
