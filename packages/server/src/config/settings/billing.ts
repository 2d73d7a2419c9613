// What use costs, for those who pay: a price list, and what is to be stayed below.
import { z } from "zod";
import { setting } from "../setting.ts";

const price = (what: string) => z.number().min(0).describe(what);
const amounts = (what: string) => z.record(z.string().min(1), z.number().min(0)).default({}).describe(what);

export const billing = {
  billing: z
    .strictObject({
      prices: setting(
        {
          env: "REMIT_BILLING_PRICES",
          flag: null,
          noFlag: "an object",
          description:
            "What use costs: it becomes the cost in billing reports and on the console's page. A GB is 1,000,000,000 bytes.",
          otherwise: "quantities are told, and no cost",
        },
        z
          .strictObject({
            currency: z
              .string()
              .regex(/^[A-Z]{3}$/, "must be three capital letters, as in USD")
              .describe("Of all prices, as ISO 4217 has it: USD."),
            millionActions: price("Of a million actions.").default(0),
            activeGigabyteHour: price("Of a GB of open workflows' histories for an hour.").default(0),
            retainedGigabyteHour: price("Of a GB of closed workflows' histories for an hour.").default(0),
            namespacesPerMonth: amounts("Of a Namespace for a month whatever is used of it, by its id."),
            projectsPerMonth: amounts("Of a project for a month, by its id."),
          })
          .optional(),
      ),
      budgets: setting(
        {
          env: "REMIT_BILLING_BUDGETS",
          flag: null,
          noFlag: "an object",
          description: "What a calendar month (UTC) is to cost at most, in the currency of the prices.",
          otherwise: "there is no budget, and the matrix says so",
        },
        z
          .strictObject({
            account: z.number().positive().optional().describe("Of the account as a whole."),
            namespaces: z
              .record(z.string().min(1), z.number().positive())
              .default({})
              .describe("Of single Namespaces, by id."),
          })
          .prefault({}),
      ),
    })
    .prefault({}),
  usage: z
    .strictObject({
      storageEveryMinutes: setting(
        {
          env: "REMIT_USAGE_STORAGE_EVERY_MINUTES",
          flag: "usage-storage-every-minutes",
          description:
            "How often servers are asked how much each Namespace stores. 0 is never: storage is not known then.",
        },
        z.int().min(0).max(60).default(15),
      ),
    })
    .prefault({}),
};
