// Who works at ABC Financial, in which user group, and on which Namespaces. The names are those in responsibilities.yaml.

export type TeamId = "platform" | "payments" | "trading" | "reporting";
export type ApplicationTeam = Exclude<TeamId, "platform">;

export const groupOf: Readonly<Record<TeamId, string>> = {
  platform: "temporal-platform",
  payments: "payments",
  trading: "trading",
  reporting: "reporting",
};

/** Each has a key of their own. The Account Owner, who runs the example, is in the platform team besides. */
export const people = [
  { name: "petra", team: "platform" },
  { name: "paul", team: "payments" },
  { name: "pia", team: "payments" },
  { name: "tara", team: "trading" },
  { name: "tom", team: "trading" },
  { name: "rosa", team: "reporting" },
] as const satisfies readonly { readonly name: string; readonly team: TeamId }[];

export type PersonName = (typeof people)[number]["name"];

export const emailOf = (name: string): string => `${name}@abc.example`;

/** How the file claims them: Payments by name, Trading by tag, Reporting by project. */
export const namespaces: readonly {
  readonly name: string;
  readonly team: ApplicationTeam;
  readonly tags?: Readonly<Record<string, string>>;
  readonly project?: string;
}[] = [
  { name: "payments-live", team: "payments" },
  { name: "payments-test", team: "payments" },
  { name: "trading-live", team: "trading", tags: { team: "trading" } },
  { name: "trading-test", team: "trading", tags: { team: "trading" } },
  { name: "reporting-live", team: "reporting", project: "reporting" },
  { name: "reporting-test", team: "reporting", project: "reporting" },
];
