// remit.v1.NamespaceService on the wire.
import { create } from "@bufbuild/protobuf";
import type { ServiceImpl } from "@connectrpc/connect";
import type { NamespaceService } from "@remit/protocol";
import * as wire from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import type { Deps } from "../resources/call.ts";
import { mutate } from "../resources/mutate.ts";
import {
  type Adoptable,
  adoptNamespace,
  listAdoptable,
  lookForAdoption,
  releaseNamespace,
} from "../resources/namespace-adoption.ts";
import { type Checked, checkNamespaces, lookForRepair, repairNamespace } from "../resources/namespace-repair.ts";
import { callOf, read, write } from "./handlers.ts";

/** Servers are asked before the transaction that writes: nobody else waits for them. */
export const namespaceAdoption = (deps: Deps): ServiceImpl<typeof NamespaceService> => ({
  listAdoptable: read(deps, async (_, call, request: wire.ListAdoptableRequest) => {
    const { items, nextPageToken } = await listAdoptable(deps, call, request);
    return { namespaces: items.map(toAdoptable), nextPageToken };
  }),
  adopt: async (request, context) => {
    const found = await lookForAdoption(deps, request);
    return mutate<wire.AdoptResponse>(deps, callOf(context), (mutation) => adoptNamespace(mutation, request, found));
  },
  release: write(deps, releaseNamespace),
  checkNamespaces: read(deps, async (_, call, request: wire.CheckNamespacesRequest) => {
    const { items, nextPageToken } = await checkNamespaces(deps, call, request);
    return { namespaces: items.map(toChecked), nextPageToken };
  }),
  repairNamespace: async (request, context) => {
    const found = await lookForRepair(deps, request.namespace);
    return mutate<wire.RepairNamespaceResponse>(deps, callOf(context), (mutation) =>
      repairNamespace(mutation, request, found),
    );
  },
});

const toAdoptable = ({ found, region, name, problem, notes }: Adoptable): wire.AdoptableNamespace =>
  create(wire.AdoptableNamespaceSchema, { serverName: found.name, region, name, problem, notes: [...notes] });

const toChecked = ({
  id,
  serverName,
  region,
  differences,
  problem,
  repairable,
  adopted,
}: Checked): wire.CheckedNamespace =>
  create(wire.CheckedNamespaceSchema, {
    namespace: id,
    serverName,
    region,
    differences: differences.map((one) => create(wire.NamespaceDifferenceSchema, one)),
    problem,
    repairable,
    adopted,
  });
