import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../policy/test-kit/random.ts";
import { RemitError } from "../errors.ts";
import { decide, readRequest } from "./decide.ts";
import { principalHolder } from "./holder.ts";
import { readInServerNames, renameNamespaces } from "./rename-namespaces.ts";
import { knownPaths, requireRoute } from "./route.ts";
import type { Request } from "./scan.ts";
import {
  decode,
  directory,
  encode,
  everything,
  ids,
  inputOf,
  makeTaskToken,
  other,
  own,
  pathOf,
  viewWith,
} from "./testing/calls.ts";
import { normalise } from "./testing/judge.ts";
import { encodeRandom } from "./testing/random-request.ts";

/** `own` was adopted, and on its server it is called this. */
const onServer = "payments";
const adopted = { [own]: onServer };
const view = (grants: Parameters<typeof viewWith>[0]) => viewWith(grants, true, adopted);
const allOfOwn = view({ [own]: everything });

function decideCall(among: ReturnType<typeof view>, path: string, message: Buffer, from = directory) {
  const route = requireRoute(path);
  const read = readInServerNames(among, route, message);
  const holder = principalHolder("caller");
  const decision = decide({ view: among, holder, route, directory: from, now: Date.UTC(2026, 10, 25), ...read });
  return { decision, sent: read.message };
}

function refusalOf(among: ReturnType<typeof view>, path: string, message: Buffer, from = directory): RemitError {
  try {
    decideCall(among, path, message, from);
  } catch (error) {
    assert.ok(error instanceof RemitError);
    return error;
  }
  return assert.fail("it was allowed");
}

/** The server says its own names. */
const ofServer = {
  ...directory,
  namespaceOfId: (id: string) => (id === ids[own] ? onServer : directory.namespaceOfId(id)),
};

describe("an adopted Namespace", () => {
  const start = pathOf("StartWorkflowExecution");

  it("is reached by its id and by its name on the server, and the server reads its own name both times", () => {
    for (const namespace of [own, onServer]) {
      const { decision, sent } = decideCall(allOfOwn, start, encode(start, { namespace, workflowId: "w" }));
      assert.deepEqual(decision, {
        kind: "forward",
        namespace: onServer,
        id: own,
        uid: `uid-${own}`,
        level: "write",
        byId: false,
        others: [],
      });
      assert.deepEqual(decode(start, sent), decode(start, encode(start, { namespace: onServer, workflowId: "w" })));
    }
  });

  it("is another one than the server's own Namespace that has this id as its name", () => {
    const path = pathOf("DescribeNamespace");
    const from = { ...directory, namespaceOfId: () => own };
    assert.equal(refusalOf(allOfOwn, path, encode(path, { id: ids[own] }), from).reason, "PERMISSION_DENIED");
    const respond = pathOf("RespondWorkflowTaskCompleted");
    const taskToken = makeTaskToken(ids[own] ?? "");
    const message = encode(respond, { namespace: own, taskToken });
    assert.equal(refusalOf(allOfOwn, respond, message, from).detail.field, "task_token");
    assert.equal(decideCall(allOfOwn, respond, message, ofServer).decision.kind, "forward");
  });

  it("gives nothing under its name on the server to who holds it in a Namespace that has that name as its id", () => {
    // `other` is a Namespace of ours; on a server its name belongs to what was adopted as `own`.
    const confused = viewWith({ [other]: everything }, true, { [own]: "orders" });
    for (const namespace of [own, "orders"])
      assert.equal(refusalOf(confused, start, encode(start, { namespace })).reason, "PERMISSION_DENIED");
    assert.equal(decideCall(confused, start, encode(start, { namespace: other })).decision.kind, "forward");
  });

  it("is refused in the words of who asks, whichever of its names they know", () => {
    for (const namespace of [own, onServer]) {
      const refusal = refusalOf(view({}), start, encode(start, { namespace }));
      assert.equal(refusal.detail.metadata?.resource_id, namespace);
    }
  });

  it("is the same Namespace to a request inside the request and to a workflow's command, by either name", () => {
    const multi = pathOf("ExecuteMultiOperation");
    const inside = { operation: { case: "startWorkflow", value: { namespace: onServer, workflowId: "w" } } };
    const { sent } = decideCall(allOfOwn, multi, encode(multi, { namespace: own, operations: [inside] }));
    const read = readRequest(requireRoute(multi), sent);
    assert.deepEqual([read.namespace, read.inner], [onServer, [onServer]]);
    const respond = pathOf("RespondWorkflowTaskCompleted");
    const child = { case: "startChildWorkflowExecutionCommandAttributes", value: { namespace: own, workflowId: "c" } };
    const taskToken = makeTaskToken(ids[other] ?? "");
    const message = encode(respond, { namespace: other, taskToken, commands: [{ attributes: child }] });
    const worker = ["temporal.worker.respond"];
    assert.equal(refusalOf(view({ [other]: worker }), respond, message).reason, "PERMISSION_DENIED");
    const both = view({ [other]: worker, [own]: ["temporal.workflow.start"] });
    const { decision, sent: renamed } = decideCall(both, respond, message);
    assert.deepEqual(decision.kind === "forward" && decision.others, [{ namespace: onServer, level: "write" }]);
    const [command] = (decode(respond, renamed) as unknown as { commands: { attributes: typeof child }[] }).commands;
    assert.equal(command?.attributes.value.namespace, onServer);
  });

  it("may call an endpoint that lists it by its id", () => {
    const respond = pathOf("RespondWorkflowTaskCompleted");
    const call = (endpoint: string) => ({
      attributes: {
        case: "scheduleNexusOperationCommandAttributes",
        value: { endpoint, service: "s", operation: "o" },
      },
    });
    const send = (endpoint: string) =>
      encode(respond, { namespace: onServer, taskToken: makeTaskToken(ids[own] ?? ""), commands: [call(endpoint)] });
    assert.equal(decideCall(allOfOwn, respond, send("open"), ofServer).decision.kind, "forward");
    assert.equal(refusalOf(allOfOwn, respond, send("closed"), ofServer).reason, "PERMISSION_DENIED");
  });
});

describe("a request in which names are replaced", () => {
  const names = new Map([[own, onServer]]);
  const renamed = (text: string) => names.get(text) ?? text;
  const rename = (request: Request): Request => ({
    ...request,
    namespace: renamed(request.namespace),
    inner: request.inner.map(renamed),
    needs: request.needs.map((need) => ({ ...need, namespace: need.namespace && renamed(need.namespace) })),
  });

  it("reads like the one before with the other name in each place, of every method and in any encoding", () => {
    const random = createRandom(9);
    let changed = 0;
    for (const path of knownPaths) {
      const route = requireRoute(path);
      if (route.shape === null || route.row.kind !== "namespace") continue;
      for (let round = 0; round < 12; round++) {
        const message = encodeRandom(random, inputOf(path));
        let before: Request;
        try {
          before = readRequest(route, message);
        } catch {
          continue;
        }
        const after = renameNamespaces(message, route.shape, names);
        if (after !== message) changed++;
        assert.deepEqual(normalise(readRequest(route, after)), normalise(rename(before)), path);
      }
    }
    assert.ok(changed > 100, `${changed} requests named it`);
  });

  it("keeps all of the rest as the official decoder reads it", () => {
    const path = pathOf("StartWorkflowExecution");
    const rest = { workflowId: "w", requestId: "ü", header: { fields: { a: { data: Buffer.from([1, 2, 3]) } } } };
    const { shape } = requireRoute(path);
    assert.ok(shape !== null);
    const after = renameNamespaces(encode(path, { namespace: own, ...rest }), shape, names);
    assert.deepEqual(decode(path, after), decode(path, encode(path, { namespace: onServer, ...rest })));
    const untouched = encode(path, { namespace: other, ...rest });
    assert.equal(renameNamespaces(untouched, shape, names), untouched);
  });
});
