// Whom to ask when something is refused: the team that answers for the operation on the resource. Names change
// rarely and refusals come in floods, so what was read is kept and its version asked for once a second at most.
import { Code } from "@connectrpc/connect";
import { isResourceType, type ResourceType } from "@remit/policy";
import { indexOwners, type OwnerIndex, resolveTeams } from "@remit/responsibility";
import type { Logger } from "pino";
import type { Snapshots } from "../authorize/snapshots.ts";
import { type PolicyView, toResource } from "../authorize/view.ts";
import { isVisible } from "../authorize/visible.ts";
import { RemitError } from "../errors.ts";
import type { Database } from "../store/database.ts";
import { readNameFacts } from "../store/facts.ts";
import { readResponsibilityVersion } from "../store/responsibility-version.ts";
import { readModel } from "./model.ts";

/** Whom to ask. */
export interface Contact {
  readonly team: string;
  /** A chat channel, an e-mail address or a link; empty when none is known. */
  readonly contact: string;
  readonly link: string;
}

/** What was refused. */
export interface RefusedThing {
  readonly principalId: string;
  readonly operation: string;
  /** Empty when the refusal is about no one resource. */
  readonly resourceType: string;
  /** As on the wire. */
  readonly resourceId: string;
}

interface ContactsOptions {
  readonly database: Database;
  readonly snapshots: Snapshots;
  readonly log: Logger;
  /** The platform's own contact, from the configuration: when no team says more. */
  readonly fallback: Contact;
  /** Public address that go-links stand under; empty where there is none. Read when it is needed. */
  readonly addresses: { readonly console: string };
}

const checkEveryMs = 1_000;

export class Contacts {
  readonly #options: ContactsOptions;
  #index: OwnerIndex | null = null;
  #version = "";
  #checkedAt = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | null = null;

  constructor(options: ContactsOptions) {
    this.#options = options;
  }

  /** Never throws: a refusal without a better contact names the configured one. */
  async find(thing: RefusedThing): Promise<Contact> {
    const { fallback, log } = this.#options;
    try {
      await this.#refresh();
      return this.#lookUp(thing) ?? fallback;
    } catch (error) {
      log.warn({ err: error }, "the responsible team could not be looked up");
      return fallback;
    }
  }

  /** A resource that the caller may not see is the platform's matter: its team would tell that it exists. */
  #lookUp({ principalId, operation, resourceType, resourceId }: RefusedThing): Contact | null {
    const view = this.#options.snapshots.current();
    const namespace = seenNamespace(view, principalId, resourceType, resourceId);
    const { team, contact, link } = this.#index?.({ operation, namespace }) ?? { team: null, contact: "", link: "" };
    if (team === null) return null;
    const { fallback, addresses } = this.#options;
    return { team: team.name, contact, link: link === "" ? fallback.link : toAddress(addresses.console, link) };
  }

  async #refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#checkedAt < checkEveryMs) return;
    this.#checking ??= this.#load().finally(() => {
      this.#checking = null;
    });
    await this.#checking;
    this.#checkedAt = now;
  }

  async #load(): Promise<void> {
    const { db } = this.#options.database;
    const version = await readResponsibilityVersion(db);
    if (version === this.#version) return;
    const model = await readModel(db);
    const facts = await readNameFacts(db, new Date(), this.#options.snapshots.current().account);
    this.#index = model.teams.length === 0 ? null : indexOwners(model, resolveTeams(model, facts));
    this.#version = version;
  }
}

/** The uid of the Namespace, where it is one and the caller sees it. */
function seenNamespace(view: PolicyView, principalId: string, type: string, id: string): string | null {
  if (type !== "namespaces" || !isResourceType(type)) return null;
  // Callers of the data plane may know an adopted one by its name on the server.
  const known = view.namespacesById.has(id) ? id : (view.namespacesByServerName.get(id)?.id ?? id);
  const resource = toResource(view, type satisfies ResourceType, known);
  return isVisible(view, principalId, resource, Date.now()) ? resource.id : null;
}

/** "/go/temporal-request" as people can use it; where the deployment has no public address, as they say it. */
export function toAddress(baseUrl: string, path: string): string {
  return baseUrl === "" ? path.replace(/^\//, "") : new URL(path, baseUrl).href;
}

/** Every refusal helps: it ends with the team that answers for what was refused, and how to reach it. Never throws. */
export async function nameContact(
  contacts: Pick<Contacts, "find">,
  error: unknown,
  principalId: string,
): Promise<unknown> {
  if (!(error instanceof RemitError) || error.code !== Code.PermissionDenied) return error;
  const { operation = "", resource_type = "", resource_id = "" } = error.detail.metadata ?? {};
  const contact = await contacts.find({
    principalId,
    operation,
    resourceType: resource_type,
    resourceId: resource_id,
  });
  return new RemitError(error.code, error.reason, `${error.message} ${describeContact(contact)}`, {
    ...error.detail,
    metadata: { ...error.detail.metadata, ...contact },
  });
}

/** "Ask Platform Team (#platform, https://go.example/platform)." */
function describeContact({ team, contact, link }: Contact): string {
  const ways = [contact, link].filter((way) => way !== "");
  return `Ask ${team}${ways.length === 0 ? "" : ` (${ways.join(", ")})`}.`;
}
