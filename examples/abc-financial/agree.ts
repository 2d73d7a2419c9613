// The file becomes the matrix and the teams, and these become access: planned, applied, and then nothing left to do.
import { removeRole } from "../first-custom-role/remove.ts";
import { modelFile, remit, remitJson } from "./remit.ts";
import { expect, type Stage } from "./stage.ts";

export async function applyFile({ connection, say, leftovers }: Stage): Promise<void> {
  const { out: before } = await remit(connection, ["responsibilities", "export"]);
  const planned = await remit(connection, ["responsibilities", "plan", modelFile], { codes: [1] });
  say(`   plan: ${planned.out.split("\n").at(-1)}`);
  leftovers.defer(async () => {
    await remit(connection, ["responsibilities", "apply", "-", "--prune"], { stdin: before });
  });
  await remit(connection, ["responsibilities", "apply", modelFile]);
  const again = await remit(connection, ["responsibilities", "plan", modelFile]);
  say(`   apply, and plan again: ${again.out}`);
}

interface AccessPlan {
  readonly changes: readonly { readonly text: string }[];
  readonly effects: readonly unknown[];
  readonly problems: readonly { readonly text: string }[];
}

export async function applyAccess({ connection, owner, say, leftovers }: Stage): Promise<void> {
  const planned = await remitJson<AccessPlan>(connection, ["access", "plan"], { codes: [1] });
  for (const { text } of planned.changes) say(`   plan: ${text.length > 160 ? `${text.slice(0, 157)}...` : text}`);
  expect(planned.problems.length === 0, `not possible: ${planned.problems.map(({ text }) => text).join("; ")}`);
  leftovers.defer(async () => {
    const { customRoles } = await owner.cloud.getCustomRoles({ pageSize: 1000 });
    const made = customRoles?.filter(({ spec }) => spec?.name?.startsWith("remit-")) ?? [];
    for (const { id } of made) await removeRole(owner, id ?? "");
  });
  const { done } = await remitJson<{ readonly done: readonly string[] }>(connection, ["access", "apply"]);
  say(`   apply: ${done.length} changes done, for ${planned.effects.length} people.`);
  const again = await remit(connection, ["access", "plan"]);
  say(`   plan again: ${again.out}`);
}
