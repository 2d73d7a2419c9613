// Which Namespaces each Nexus endpoint lets call it, as whoever made the endpoint said. Temporal's own server knows no
// such list, so the gateway goes by it. As fresh as the access rules.
import { fromBinary } from "@bufbuild/protobuf";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import type { Follower, Snapshots } from "../authorize/snapshots.ts";
import { callersOf } from "../resources/nexus-endpoint-spec.ts";
import type { Tx } from "../store/database.ts";
import { readNexusEndpointSpecs, readTouched } from "../store/namespace-settings.ts";

export class EndpointCallers implements Follower {
  #byName: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  static async start(snapshots: Pick<Snapshots, "follow">): Promise<EndpointCallers> {
    const callers = new EndpointCallers();
    await snapshots.follow(callers);
    return callers;
  }

  /** The Namespaces by their names on the wire; undefined where there is no such endpoint. */
  of(endpoint: string): ReadonlySet<string> | undefined {
    return this.#byName.get(endpoint);
  }

  async readNewer(tx: Tx, since: number | null): Promise<() => void> {
    const touched = since === null ? null : await readTouched(tx, since);
    if (touched?.nexusEndpoints.length === 0) return () => undefined;
    const rows = await readNexusEndpointSpecs(tx);
    const byName = new Map(
      rows.map(({ name, spec }) => [name, new Set(callersOf(fromBinary(EndpointSpecSchema, spec)))]),
    );
    return () => {
      this.#byName = byName;
    };
  }
}
