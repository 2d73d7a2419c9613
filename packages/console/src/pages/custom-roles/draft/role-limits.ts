// How much of the documented limits a draft uses. The server's may be set otherwise: it has the last word.
import { limits } from "@remit/policy";
import { type RoleDraft, savedEntries } from "./role-draft.ts";

export interface Count {
  readonly used: number;
  readonly limit: number;
}

export interface RoleCounts {
  /** Code units, as the server counts them. */
  readonly name: Count;
  /** Code points. */
  readonly description: Count;
  readonly permissions: Count;
  /** No limit is documented for these. */
  readonly operations: number;
}

export function countRole(draft: RoleDraft): RoleCounts {
  const saved = savedEntries(draft.entries);
  return {
    name: { used: draft.name.length, limit: limits.roleNameLength },
    description: { used: Array.from(draft.description).length, limit: limits.roleDescriptionLength },
    permissions: { used: saved.length, limit: limits.permissionsPerRole },
    operations: saved.reduce((sum, { actions }) => sum + actions.length, 0),
  };
}

export const isOver = ({ used, limit }: Count): boolean => used > limit;
