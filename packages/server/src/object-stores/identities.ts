// Whom a sink names at Google and at AWS, and where, in the provider's own words.

/** Clients send the account's e-mail address, or its id and its project apart. */
export const toServiceAccount = (id: string, project: string): string =>
  id.includes("@") ? id : `${id}@${project}.iam.gserviceaccount.com`;

/** Some clients name Temporal's region, some AWS's own; without one it is the oldest, which every account has. */
export const toAwsRegion = (region: string): string => (region === "" ? "us-east-1" : region.replace(/^aws-/, ""));

/** Regions of China and of the US government are partitions of their own, which stand in every ARN. */
export function toPartition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Paths of roles are written with a slash before them by some. */
export const toRoleArn = (partition: string, accountId: string, roleName: string): string =>
  `arn:${partition}:iam::${accountId}:role/${roleName.replace(/^\/+/, "")}`;
