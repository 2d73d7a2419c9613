// Lets callers of every age update a thing, and says what became of the fields that they do not know.

import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { DescMessage } from "@bufbuild/protobuf";
import { fillIn, type JsonObject, type Names, readAt, toText } from "../../rpcs/step.ts";
import { methodOf } from "../../rpcs/tell.ts";
import { type Place, speakGrpc } from "../../rpcs/voices.ts";
import { forget, leaveOut, type VersionedField, valuesOf, versionBefore } from "./fields.ts";
import type { Subject } from "./subjects.ts";

/** Field → "" where it fared as promised. */
export type Fared = ReadonlyMap<VersionedField, { readonly kept: string; readonly taken: string }>;

export const specOf = ({ update }: Subject): DescMessage => {
  const field = methodOf(update).input.fields.find(({ name }) => name === "spec");
  if (field?.message === undefined) throw new Error(`${update} has no spec`);
  return field.message;
};

export async function age(subject: Subject, place: Place, names: Names): Promise<Fared> {
  const desc = specOf(subject);
  const thing = await makeThing(subject, place, names);
  const made = await thing.read();
  const values = valuesOf(desc, made.spec);
  const fared = new Map([...values.keys()].map((row) => [row, { kept: "", taken: "" }]));
  let round = 0;
  for (const version of new Set([...values.keys()].map(({ since }) => versionBefore(since)))) {
    const { spec } = await thing.read();
    await thing.update(subject.change(forget(desc, spec, version), round++), version);
    const after = valuesOf(desc, (await thing.read()).spec);
    for (const [row, value] of values) {
      if (isDeepStrictEqual(after.get(row), value) || changes(subject, row)) continue;
      fared.set(row, { kept: `${version}: ${JSON.stringify(after.get(row))} of ${JSON.stringify(value)}`, taken: "" });
    }
  }
  for (const [row, value] of values) {
    // The older member that comes back beside it says the same.
    if (row.instead !== undefined || subject.required?.includes(row.field)) continue;
    const { spec } = await thing.read();
    await thing.update(subject.change(leaveOut(desc, spec, row), round++), row.since);
    const after = valuesOf(desc, (await thing.read()).spec);
    if (isDeepStrictEqual(after.get(row), value))
      fared.set(row, { kept: fared.get(row)?.kept ?? "", taken: "it stays" });
    await thing.update(subject.change(fillIn(subject.spec, names), round++), null);
  }
  return fared;
}

/** What the change of a round is about differs afterwards in any case. */
const changes = (subject: Subject, { field }: VersionedField): boolean => subject.changed?.includes(field) ?? false;

async function makeThing(subject: Subject, place: Place, names: Names) {
  const { create, read, update, at, id, beside = {}, spec } = subject;
  names.set("run", `aged-${randomBytes(4).toString("hex")}`);
  const say = async (rpc: string, request: JsonObject, version: string | null): Promise<JsonObject> => {
    const headers: Record<string, string> = version === null ? {} : { "temporal-cloud-api-version": version };
    const fields = methodOf(rpc).input.fields.map(({ jsonName }) => jsonName);
    const known = Object.entries(request).filter(([name]) => fields.includes(name));
    const answer = await speakGrpc({ ...place, headers })(methodOf(rpc), Object.fromEntries(known));
    if ("code" in answer) throw new Error(`${rpc} by ${version}: ${answer.code}: ${answer.message}`);
    return answer.response;
  };
  const made = create === "" ? {} : await say(create, fillIn({ ...beside, spec }, names), null);
  const named: JsonObject = fillIn({ ...beside, ...(id !== "" && { [id]: toText(readAt(made, id)) }) }, names);
  const readThing = async () => {
    const thing = readAt(await say(read, named, null), at);
    return { spec: readAt(thing, "spec") as JsonObject, resourceVersion: toText(readAt(thing, "resourceVersion")) };
  };
  const updateThing = async (changed: JsonObject, version: string | null): Promise<void> => {
    const { resourceVersion } = await readThing();
    await say(update, { ...named, spec: changed, resourceVersion }, version);
  };
  if (create === "") await updateThing(fillIn(spec, names), null);
  return { read: readThing, update: updateThing };
}
