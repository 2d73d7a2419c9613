// How the template writes its rows: what differs between them in one place each, the rest filled in.
import type { Link, Ownership, Responsibility } from "../model.ts";

/** A category with the rows under it, in their order. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SectionRow[];
}

/** A row that does not say its category, because it stands in it. */
export type SectionRow = Omit<Responsibility, "category">;

interface Extras {
  readonly evidence: readonly string[];
  readonly goLink?: string;
  readonly links?: readonly Link[];
}

type Owners = Responsibility["owners"];

/** One row; `evidence` is asked for each time, so that leaving it out is a decision. */
export function row(
  id: string,
  name: string,
  description: string,
  owners: Owners,
  { evidence, goLink = "", links = [] }: Extras,
): SectionRow {
  return { id, name, description, owners, goLink, links, evidence, hidden: false };
}

/** The platform team alone answers, and needs these operations in the account. */
export const platform = (...operations: readonly string[]): Owners => ({ platform: alone(operations) });

/** Each application team alone answers for its Namespaces, and needs these operations there. */
export const application = (...operations: readonly string[]): Owners => ({ application: alone(operations) });

const alone = (operations: readonly string[]): Ownership => ({ share: "responsible", part: "", team: "", operations });

/** One side of a shared row, with its part in words. */
export const side = (part: string, ...operations: readonly string[]): Ownership => ({
  share: "shared",
  part,
  team: "",
  operations,
});
