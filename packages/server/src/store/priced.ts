// What may have a price of its own, and how it is called.
import type { Reader } from "./database.ts";

export interface Priced {
  readonly type: "Namespace" | "Project";
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly tags: Readonly<Record<string, string>>;
  /** When it was made. */
  readonly since: Date;
}

/** What is there now: what was deleted keeps its name in what was used, and its tags are gone. */
export async function readPriced(reader: Reader): Promise<Priced[]> {
  const namespaces = await reader
    .selectFrom("namespaces")
    .select(["id", "project_id", "tags", "created_at"])
    .orderBy("id")
    .execute();
  const projects = await reader
    .selectFrom("projects")
    .select(["id", "display_name", "created_at"])
    .orderBy("id")
    .execute();
  return [
    ...namespaces.map(({ id, project_id, tags, created_at }) => ({
      type: "Namespace" as const,
      id,
      name: id,
      project: project_id,
      tags,
      since: created_at,
    })),
    ...projects.map(({ id, display_name, created_at }) => ({
      type: "Project" as const,
      id,
      name: display_name,
      project: id,
      tags: {},
      since: created_at,
    })),
  ];
}
