// The corpus speaks in names; a running plane in ids. One world of the corpus, and what its names stand for there.
import type { ResourceType } from "@remit/policy";
import type { Case, World } from "../../../packages/policy/test-kit/corpus.ts";

/** The cases of one file that share a moment: temporary access is put into the store once for each. */
export interface Scene {
  /** Keeps the names of worlds on one plane apart. */
  readonly prefix: string;
  readonly file: string;
  readonly world: World;
  readonly now: number;
  readonly cases: readonly Case[];
}

/** Ids by the corpus's names; namespaces have two. */
export interface Ids {
  readonly account: string;
  readonly projects: Map<string, string>;
  readonly uids: Map<string, string>;
  readonly endpoints: Map<string, string>;
  readonly rules: Map<string, string>;
  readonly roles: Map<string, string>;
  readonly groups: Map<string, string>;
  readonly principals: Map<string, string>;
}

export const noIds = (account: string): Ids => ({
  account,
  projects: new Map(),
  uids: new Map(),
  endpoints: new Map(),
  rules: new Map(),
  roles: new Map(),
  groups: new Map(),
  principals: new Map(),
});

export function toScenes(file: string, world: World, cases: readonly Case[], number: number): Scene[] {
  const moments = [...new Set(cases.map((one) => one.now ?? world.now))];
  return moments.map((moment, index) => ({
    prefix: `w${number}-${index}`,
    file,
    world,
    now: Date.parse(moment),
    cases: cases.filter((one) => (one.now ?? world.now) === moment),
  }));
}

export const nameOf = ({ prefix }: Scene, name: string): string => `${prefix}-${name}`;

/** A namespace's wire id, also of one that the world does not define. */
export const namespaceIdOf = (scene: Scene, ids: Ids, name: string): string => `${nameOf(scene, name)}.${ids.account}`;

/** The wire id of a resource; of one that the world does not define, an id that names nothing. */
export function wireIdOf(scene: Scene, ids: Ids, type: ResourceType, name: string): string {
  const absent = nameOf(scene, name);
  switch (type) {
    case "accounts":
      return name === scene.world.account ? ids.account : name;
    case "projects":
      return ids.projects.get(name) ?? absent;
    case "namespaces":
      return name === "" ? "" : namespaceIdOf(scene, ids, name);
    case "nexus-endpoints":
      return ids.endpoints.get(name) ?? absent;
    case "connectivity-rules":
      return ids.rules.get(name) ?? absent;
    case "custom-roles":
      return ids.roles.get(name) ?? absent;
    default:
      return absent;
  }
}

/** A moment of the corpus as a moment of now, an hour away: decisions take a while to ask. */
export const shiftMoment = ({ now }: Scene, until: string): Date =>
  new Date(Date.now() + (Date.parse(until) > now ? 3_600_000 : -3_600_000));
