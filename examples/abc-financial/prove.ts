// Call by call, with the official client and each member's own key: what the rows name goes through, the rest is refused,
// and the refusal says whom to ask.
import { refusalOf } from "../first-custom-role/cloud.ts";
import { listAttempts } from "./attempts.ts";
import { emailOf } from "./company.ts";
import type { NamespaceIds } from "./namespaces.ts";
import type { Staff } from "./people.ts";
import { expect, type Stage } from "./stage.ts";

/** Whom the matrix names for what the teams are refused. */
const platformContact = "Ask Temporal Platform Team (#temporal-platform";

/** Returns the last refusal, as it was printed. */
export async function proveAccess({ owner, say }: Stage, { people }: Staff, ids: NamespaceIds): Promise<string> {
  const all = { allowed: 0, refused: 0 };
  let refusal = "";
  for (const [name, person] of people) {
    const own = { allowed: 0, refused: 0 };
    for (const { text, mayPass, run } of listAttempts(person, ids, owner.cloud)) {
      const wrong = (error: unknown) => new Error(`${name} should ${mayPass ? "" : "not "}${text}`, { cause: error });
      if (mayPass) {
        await run().catch((error: unknown) => Promise.reject(wrong(error)));
        own.allowed += 1;
        continue;
      }
      refusal = await refusalOf(run()).catch((error: unknown) => Promise.reject(wrong(error)));
      expect(refusal.includes(platformContact), `the refusal to ${text} names nobody: ${refusal}`);
      own.refused += 1;
    }
    say(`   ${emailOf(name)} (${person.team}): ${own.allowed} calls allowed, ${own.refused} refused`);
    all.allowed += own.allowed;
    all.refused += own.refused;
  }
  say(`   The last refusal: ${refusal}`);
  say(`   ${all.allowed + all.refused} calls proven: ${all.allowed} allowed, ${all.refused} refused.`);
  return refusal;
}

/** Who sees a Namespace is told the team that owns it: Pia, once she may read trading-live. */
export async function proveOwnerIsNamed({ owner, say }: Stage, { people }: Staff, ids: NamespaceIds): Promise<void> {
  const namespace = ids.get("trading-live") ?? "";
  const { namespace: found } = await owner.cloud.getNamespace({ namespace });
  const change = {
    namespace,
    spec: { ...found?.spec, retentionDays: 1 },
    resourceVersion: found?.resourceVersion ?? "",
  };
  const { cloud } = people.get("pia")?.caller ?? owner;
  await cloud.getNamespace({ namespace });
  const refusal = await refusalOf(cloud.updateNamespace(change));
  expect(refusal.includes("Ask Trading (#trading"), `the refusal does not name Trading: ${refusal}`);
  say(`   Pia reads ${namespace} now, and is told who owns it when she changes it:`);
  say(`     ${refusal}`);
}
