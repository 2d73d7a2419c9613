// What the gateway goes by for each Namespace beside access rules: which credentials it takes, and from where. Read again
// with the policy version that touched it, so it is never older than the rules.
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type ConnectivityRuleSpec,
  ConnectivityRuleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { CertificateFilter } from "../authenticate/certificate-filters.ts";
import {
  type ClientCertificate,
  isAccepted,
  type MutualTls,
  mayBeAccepted,
  readAuthorities,
} from "../authenticate/client-certificate.ts";
import type { Follower, Snapshots } from "../authorize/snapshots.ts";
import { unitsOf } from "../resources/namespace-capacity.ts";
import { splitCertificates } from "../store/certificate-blocks.ts";
import type { Tx } from "../store/database.ts";
import {
  type NamespaceSettingsRow,
  readConnectivityRuleSpecs,
  readNamespaceSettings,
  readTouched,
} from "../store/namespace-settings.ts";

export interface NamespaceSettings {
  readonly uid: string;
  /** Whether API keys and access tokens are taken. */
  readonly apiKeys: boolean;
  readonly mutualTls: MutualTls;
  /** From where it may be reached; none: from everywhere. */
  readonly connectivityRules: readonly ConnectivityRuleSpec[];
  /** Where it is served. */
  readonly region: string;
  /** Units of its own capacity; null: on demand. */
  readonly units: number | null;
}

type Stored = Omit<NamespaceSettings, "connectivityRules"> & { readonly connectivityRuleIds: readonly string[] };

interface Found {
  readonly byUid: ReadonlyMap<string, Stored>;
  /** Those of a Namespace that accepts it. */
  readonly rules: MutualTls | null;
  readonly at: number;
}

/** A certificate that nobody accepts may begin to be valid. */
const lookAgainMs = 5_000;

export class NamespacesSettings implements Follower {
  readonly #snapshots: Pick<Snapshots, "current">;
  #byUid: ReadonlyMap<string, Stored> = new Map();
  #rules: ReadonlyMap<string, ConnectivityRuleSpec> = new Map();
  /** What `acceptsAnywhere` found, with the settings that it looked at. */
  readonly #somewhere = new WeakMap<ClientCertificate, Found>();

  private constructor(snapshots: Pick<Snapshots, "current">) {
    this.#snapshots = snapshots;
  }

  static async start(snapshots: Pick<Snapshots, "current" | "follow">): Promise<NamespacesSettings> {
    const settings = new NamespacesSettings(snapshots);
    await snapshots.follow(settings);
    return settings;
  }

  /** Undefined: there is no such Namespace. @throws RemitError STALE_POLICY */
  find(uid: string): NamespaceSettings | undefined {
    this.#snapshots.current();
    const stored = this.#byUid.get(uid);
    if (stored === undefined) return undefined;
    const { connectivityRuleIds, ...rest } = stored;
    return { ...rest, connectivityRules: connectivityRuleIds.map((id) => this.#rules.get(id) ?? unknownRule) };
  }

  /**
   * Whether any Namespace accepts the certificate: whoever none accepts is a stranger, with whatever certificate.
   * @param now Unix milliseconds
   * @throws RemitError STALE_POLICY
   */
  acceptsAnywhere(certificate: ClientCertificate, now: number): boolean {
    this.#snapshots.current();
    const known = this.#somewhere.get(certificate);
    if (known?.byUid === this.#byUid && known.at <= now && now < known.at + lookAgainMs && known.rules === null)
      return false;
    if (known?.byUid === this.#byUid && known.rules !== null && isAccepted(certificate, known.rules, now)) return true;
    const rules = this.#findAccepting(certificate, now);
    this.#somewhere.set(certificate, { byUid: this.#byUid, rules, at: now });
    return rules !== null;
  }

  #findAccepting(certificate: ClientCertificate, now: number): MutualTls | null {
    for (const { mutualTls } of this.#byUid.values())
      if (mayBeAccepted(certificate, mutualTls) && isAccepted(certificate, mutualTls, now)) return mutualTls;
    return null;
  }

  async readNewer(tx: Tx, since: number | null): Promise<() => void> {
    const touched = since === null ? null : await readTouched(tx, since);
    const namespaces = await readNamespaceSettings(tx, touched?.namespaces ?? null);
    const rules = await readConnectivityRuleSpecs(tx, touched?.connectivityRules ?? null);
    const nextByUid = without(this.#byUid, touched?.namespaces);
    for (const row of namespaces) nextByUid.set(row.uid, toStored(row));
    const nextRules = without(this.#rules, touched?.connectivityRules);
    for (const { id, spec } of rules) nextRules.set(id, fromBinary(ConnectivityRuleSpecSchema, spec));
    return () => {
      this.#byUid = nextByUid;
      this.#rules = nextRules;
    };
  }
}

/** In the place of a rule that is gone: without it a Namespace whose only rule it was would be open to everybody. */
const unknownRule = create(ConnectivityRuleSpecSchema);

/** @param ids undefined: all are left out */
function without<Value>(map: ReadonlyMap<string, Value>, ids: readonly string[] | undefined): Map<string, Value> {
  if (ids === undefined) return new Map();
  const rest = new Map(map);
  for (const id of ids) rest.delete(id);
  return rest;
}

/** As it is applied: a change that a server still has to carry out counts once it has. */
function toStored(row: NamespaceSettingsRow): Stored {
  const { mtlsAuth, apiKeyAuth, connectivityRuleIds, capacitySpec } = fromBinary(NamespaceSpecSchema, row.spec);
  const filters: CertificateFilter[] = (mtlsAuth?.certificateFilters ?? []).map((each) => ({
    commonName: each.commonName,
    organization: each.organization,
    organizationalUnit: each.organizationalUnit,
    subjectAlternativeName: each.subjectAlternativeName,
  }));
  const pems = splitCertificates(mtlsAuth?.acceptedClientCa ?? new Uint8Array()).blocks;
  return {
    uid: row.uid,
    apiKeys: apiKeyAuth?.enabled ?? false,
    mutualTls: { enabled: mtlsAuth?.enabled ?? false, authorities: readAuthorities(pems), filters },
    connectivityRuleIds,
    region: row.active_region,
    units: unitsOf(capacitySpec),
  };
}
