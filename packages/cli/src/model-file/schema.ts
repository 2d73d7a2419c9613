// The shape of responsibilities.yaml. Only shapes are checked here: values are the matter of checkMatrix and checkTeam,
// which the server uses too. What values there are is in it for editors, which read it as docs/responsibilities.schema.json.
import { accountRolesWeakestFirst, permissions } from "@remit/policy";
import { evidenceNames, levelNames } from "@remit/responsibility";
import { z } from "zod";

const text = z.string();
const texts = z.array(text);
/** Any text for the check, which says what was meant; a closed list for editors. */
const oneOf = (values: readonly string[]) => z.string().meta({ enum: [...values] });

const id = text.meta({ pattern: "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$" });
const operation = oneOf([...levelNames, ...permissions.filter(({ inert }) => !inert).map((one) => one.operation)]);

const ownership = z.strictObject({
  share: oneOf(["responsible", "shared"]).optional().describe("Alone, or with other kinds that each say their part."),
  part: text.optional().describe("The side's part in words, for a shared row: defaults, customization."),
  team: id.optional().describe("The one team of this kind that answers; left out: every team of the kind."),
  operations: z
    .array(operation)
    .optional()
    .describe("What the owner must be able to do, at its own scope: operations, or levels such as namespace:write."),
});

const responsibility = z.strictObject({
  id: id.describe("Stays the same when the row is renamed."),
  category: id.describe("Id of a category."),
  name: text,
  description: text.optional(),
  owners: z
    .record(text, ownership)
    .optional()
    .describe("Kind of team → its part. A kind that is absent is not responsible."),
  goLink: text.optional().describe("Name of a go-link."),
  links: z.array(z.strictObject({ title: text.optional(), url: text })).optional(),
  evidence: z.array(oneOf(evidenceNames)).optional().describe("What shows that it is carried out."),
  hidden: z.boolean().optional().describe("Kept in the file, but not shown and not counted."),
});

const kind = z.strictObject({
  id,
  title: text,
  description: text.optional(),
  scope: oneOf(["account", "namespaces"]).describe(
    "account: answers everywhere. namespaces: each team answers for the Namespaces that it owns.",
  ),
});

const question = z.strictObject({
  id,
  question: text,
  kind: id.describe("Id of the kind of team that a yes leads to."),
  subject: oneOf(["", "several-namespaces", "application", "account-admin"])
    .optional()
    .describe("The fact that answers it without asking."),
});

const floorRoles = accountRolesWeakestFirst.filter((role) => role !== "owner" && role !== "admin");

const matrix = z.strictObject({
  organization: text.optional(),
  kinds: z.array(kind).describe("Kinds of team: the columns of the matrix."),
  categories: z.array(z.strictObject({ id, title: text })).describe("In the order in which they are shown."),
  responsibilities: z.array(responsibility).describe("The rows."),
  framework: z.array(question).optional().describe("Questions for when in doubt; a yes leads to a kind of team."),
  goLinks: z
    .array(z.strictObject({ name: id, url: text, title: text.optional() }))
    .optional()
    .describe("Where /go/<name> leads: an https address, or a path of the console."),
  baseline: z
    .strictObject({ floorRole: oneOf(["", ...floorRoles]).optional() })
    .optional()
    .describe("The account role that everybody may hold without answering for anything."),
  requests: z
    .strictObject({
      access: text.optional().describe("Id of the row whose owners decide requests for access."),
      namespaces: text.optional().describe("Id of the row whose owners decide requests for Namespaces."),
      approvals: z.int().optional().describe("How many different people must approve: 1 or 2."),
      maxHours: z.int().optional().describe("Longest that temporary access may last."),
    })
    .optional(),
});

const teamFields = {
  name: text,
  kind: id.describe("Id of a kind of team."),
  description: text.optional(),
  groups: texts.optional().describe("Ids or display names of the user groups whose members are the team."),
  serviceAccounts: texts.optional().describe("Ids or names of service accounts that act for the team."),
  owns: z
    .strictObject({
      namespaces: texts.optional().describe("Ids (name.account) or plain names."),
      projects: texts.optional().describe("Ids or display names: all Namespaces in them."),
      tags: z.array(z.strictObject({ key: text, value: text.optional() })).optional(),
    })
    .optional(),
  contacts: z
    .strictObject({
      chat: text.optional().describe('A channel, as "#temporal-platform".'),
      email: text.optional(),
      onCall: text.optional().describe("https link to who is on call."),
      ticket: text.optional().describe("https link to the ticket form."),
    })
    .optional(),
  escalation: texts.optional().describe("Ids of teams, in the order in which to turn to them."),
  workingHours: z
    .strictObject({
      timeZone: text.optional().describe("IANA name, as Europe/Berlin."),
      days: z.array(oneOf(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).optional(),
      from: text.optional().describe('"09:00", local time.'),
      to: text.optional(),
    })
    .optional(),
};

const teamsById = z.record(text, z.strictObject(teamFields));
const teamList = z.array(z.strictObject({ id, ...teamFields }));

const describeTeams = "The teams: by id, or as a list in which each has its id. Left out: not touched.";
const describeMatrix = "The whole matrix. Left out: not touched.";

/** A part that is left out is left as it is. */
const fileOf = <Teams extends z.ZodType>(teams: Teams) =>
  z.strictObject({
    matrix: matrix.optional().describe(describeMatrix),
    teams: teams.optional().describe(describeTeams),
  });

/** With one form of `teams` each, so that a mistake is told of the form that was written. */
export const fileWithTeamList = fileOf(teamList);
export const fileWithTeamsById = fileOf(teamsById);

export type FileInput = z.output<typeof fileWithTeamList> | z.output<typeof fileWithTeamsById>;

/** The JSON Schema of the file. */
export function createJsonSchema(): object {
  const schema = z.toJSONSchema(fileOf(z.union([teamsById, teamList])));
  return { ...schema, title: "responsibilities.yaml", description: "Who answers for what: the matrix and the teams." };
}
