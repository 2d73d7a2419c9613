// What is known of each method beside the gateway's own table: the access that Temporal's server asks for.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Access = "read" | "write" | "admin";

interface Fact {
  /** `WorkflowService/StartWorkflowExecution` */
  readonly method: string;
  readonly access: Access;
  readonly operation: string;
}

const file = join(import.meta.dirname, "../../../packages/policy/test-kit/facts/data-plane-methods.json");
const { methods } = JSON.parse(readFileSync(file, "utf8")) as { methods: readonly Fact[] };
const weakestFirst: readonly Access[] = ["read", "write", "admin"];

/** The greatest that the methods behind these operations ask for. */
export function greatestAccess(operations: readonly string[]): Access {
  const wanted = methods.filter(({ operation }) => operations.includes(operation)).map(({ access }) => access);
  const greatest = weakestFirst.findLast((access) => wanted.includes(access));
  if (greatest === undefined) throw new Error(`no method asks for any of ${operations.join(", ")}`);
  return greatest;
}
