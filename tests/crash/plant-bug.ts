// Loaded before the server where a test wants to see a mistake found, or wants it to die at one exact place: changes
// one module on its way in.
import { registerHooks } from "node:module";

interface Planted {
  readonly file: string;
  readonly changes: readonly (readonly [from: string, to: string])[];
}

/** Mistakes that the order of things in a mutation is there to prevent. */
export const bugs: Readonly<Record<string, Planted>> = {
  "audit after the commit": {
    file: "/resources/record-mutation.ts",
    changes: [
      [
        '.with("record", (db) => db.insertInto("audit_log").values(record));',
        `;
        const later = deps.database.db.insertInto("audit_log").values(record);
        setTimeout(() => void later.execute().catch(() => {}), 100);`,
      ],
    ],
  },
  "answer before the commit": {
    file: "/resources/mutate.ts",
    changes: [
      [
        "const committed = await withRetries(() =>",
        "let early: any; const answered = new Promise<any>((r) => (early = r)); const done = withRetries(() =>",
      ],
      [
        "return recordMutation(mutation, outcome);",
        "const end = await recordMutation(mutation, outcome); early(end); await new Promise((r) => setTimeout(r, 100)); return end;",
      ],
      [
        'if (call.row.writes === "policy") await takeOver(deps, committed.ahead);',
        "const committed = await Promise.race([answered, done]);",
      ],
    ],
  },
  "version outside the transaction": {
    file: "/resources/record-mutation.ts",
    changes: [
      [
        "const made = await publishPolicy(tx, changes, records);",
        `const made = await publishPolicy(tx, [], records);
        const publish = () => deps.database.db.transaction().execute((later: any) => publishPolicy(later, changes));
        setTimeout(() => void publish().catch(() => {}), 100);`,
      ],
    ],
  },
};

/** Mistakes of those who carry out what was accepted. */
export const operationBugs: Readonly<Record<string, Planted>> = {
  "updates nothing on the server": {
    file: "/operations/namespaces.ts",
    changes: [["await changeSettings(connection, row, spec);", ""]],
  },
};

/** Reached so often before the server dies: the retries of what was interrupted before come first. */
const reached = 30;

/** Dies before `line`, while other calls are under way as well. */
const dieBefore = (file: string, line: string): Planted => ({
  file,
  changes: [
    [
      line,
      `if (((globalThis as any).reached = ((globalThis as any).reached ?? 0) + 1) === ${reached}) process.kill(process.pid, "SIGKILL");\n${line}`,
    ],
  ],
});

const mutation = (line: string): Planted => dieBefore("/resources/mutate.ts", line);
const record = (line: string): Planted => dieBefore("/resources/record-mutation.ts", line);

/** Every step of a mutation, in order, and the chaining of its audit record. */
export const crashPoints: Readonly<Record<string, Planted>> = {
  "with the lock, before the decision": mutation("await decideAgain(deps, held, tx, view, lock);"),
  "before the change": mutation("const outcome = await body(mutation);"),
  "after the change, before its records": record("const made = await publishPolicy(tx, changes, records);"),
  "with everything written, before it is read ahead": record("const ahead = await deps.snapshots.readAhead("),
  "with everything written, before the commit": record("const { secret } = mutation;"),
  "after the commit, before the rules are taken over": mutation(
    'if (call.row.writes === "policy") await takeOver(deps, committed.ahead);',
  ),
  "after the commit, before the answer": mutation("return withOperation(call, committed.response, row) as Res;"),
  "between a chained record and the head of the chain": dieBefore(
    "/audit/chain.ts",
    'await tx.updateTable("audit_head")',
  ),
};

const bug = { ...bugs, ...operationBugs, ...crashPoints }[process.env.REMIT_TEST_PLANT ?? ""];
if (bug !== undefined) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(bug.file)) return loaded;
      let source = textOf(loaded.source);
      for (const [from, to] of bug.changes) {
        if (!source.includes(from))
          throw new Error(`the bug cannot be planted: ${bug.file} has no ${JSON.stringify(from)} any more`);
        source = source.replace(from, () => to);
      }
      return { ...loaded, source };
    },
  });
}

function textOf(source: unknown): string {
  if (typeof source === "string") return source;
  if (ArrayBuffer.isView(source))
    return Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("utf8");
  throw new Error("the loader gave no text to plant a bug in");
}
