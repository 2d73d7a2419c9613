import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dataPlaneFacts } from "../../../policy/test-kit/facts.ts";
import type { RemitError } from "../errors.ts";
import { services } from "./methods.ts";
import { knownPaths, requireRoute } from "./route.ts";
import {
  decideCall,
  decode,
  directory,
  encode,
  everything,
  ids,
  makeTaskToken,
  operatorService,
  other,
  outcomeOf,
  own,
  pathOf,
  unseen,
  viewWith,
  workflowService,
} from "./testing/calls.ts";

const namespacePaths = knownPaths.filter((path) => requireRoute(path).row.kind === "namespace");
const levels = ["read", "write", "admin"] as const;
const admin = viewWith({ [own]: { level: "admin" } });

function refusalOf(path: string, message: Buffer, view = admin): RemitError {
  try {
    decideCall(view, path, message);
  } catch (error) {
    return error as RemitError;
  }
  throw new Error("it was allowed");
}

describe("every method", () => {
  for (const level of [null, ...levels]) {
    it(`is open to who holds ${level ?? "nothing"} as far as Temporal's server asks for no more, in that Namespace alone`, () => {
      const view = level === null ? viewWith({}) : viewWith({ [own]: { level } });
      const allowed = (path: string, namespace: string) => outcomeOf(view, path, encode(path, { namespace }));
      for (const path of namespacePaths) {
        const { row } = requireRoute(path);
        assert.equal(row.kind, "namespace");
        const holds = level !== null && row.kind === "namespace" && levels.indexOf(row.level) <= levels.indexOf(level);
        assert.equal(allowed(path, own), holds ? "allowed" : "PERMISSION_DENIED", path);
        for (const name of [other, unseen, "absent.acct00", "remit-system", "temporal-system", `${own} `])
          assert.equal(allowed(path, name), "PERMISSION_DENIED", `${path} ${name}`);
      }
    });
  }

  it("asks for its own operation and no other one", () => {
    for (const path of namespacePaths) {
      const { row } = requireRoute(path);
      if (row.kind !== "namespace") continue;
      const message = encode(path, { namespace: own });
      assert.equal(outcomeOf(viewWith({ [own]: [row.operation] }), path, message), "allowed", path);
      const rest = everything.filter((operation) => operation !== row.operation);
      assert.equal(outcomeOf(viewWith({ [own]: rest }), path, message), "PERMISSION_DENIED", path);
    }
  });

  it("says the least access that the server behind must be shown, and the Namespace", () => {
    for (const path of namespacePaths) {
      const { row } = requireRoute(path);
      const decision = decideCall(admin, path, encode(path, { namespace: own }));
      assert.deepEqual(decision, {
        kind: "forward",
        namespace: own,
        id: own,
        uid: `uid-${own}`,
        level: row.kind === "namespace" ? row.level : "",
        byId: false,
        others: [],
      });
    }
  });

  it("has the operation and the access that the policy's facts have", () => {
    const rows = Object.entries(services).flatMap(([service, methods]) =>
      Object.entries(methods).flatMap(([method, row]) =>
        row.kind === "namespace"
          ? [{ method: `${service.split(".").at(-1)}/${method}`, access: row.level, operation: row.operation }]
          : [],
      ),
    );
    const byName = (a: { method: string }, b: { method: string }) => (a.method < b.method ? -1 : 1);
    const facts = dataPlaneFacts.methods.map(({ method, access, operation }) => ({ method, access, operation }));
    assert.deepEqual(rows.sort(byName), facts.sort(byName));
  });

  it("without a Namespace is refused with the field's name", () => {
    for (const path of namespacePaths) {
      const refusal = refusalOf(path, Buffer.alloc(0));
      assert.equal(refusal.reason, "INVALID_FIELD", path);
      assert.equal(refusal.detail.field, "namespace", path);
    }
  });

  it("is refused to a principal that is not active, even what everybody may", () => {
    const view = viewWith({ [own]: { level: "admin" } }, false);
    for (const path of knownPaths) assert.equal(outcomeOf(view, path, encode(path, {})), "UNAUTHENTICATED", path);
  });
});

describe("what is not about one Namespace", () => {
  it("is answered for everyone signed in: the list of Namespaces, the server and its search attributes", () => {
    const nobody = viewWith({});
    for (const method of ["ListNamespaces", "GetSearchAttributes", "GetClusterInfo", "GetSystemInfo"]) {
      const path = pathOf(method);
      assert.deepEqual(decideCall(nobody, path, encode(path, {})), { kind: "cluster-read" });
    }
  });

  it("is the control plane's where it changes what there is, and the refusal says so, to an admin too", () => {
    const paths = [
      ...["RegisterNamespace", "UpdateNamespace", "DeprecateNamespace"].map((method) => pathOf(method)),
      ...[
        "DeleteNamespace",
        "CreateNexusEndpoint",
        "ListNexusEndpoints",
        "AddOrUpdateRemoteCluster",
        "ListClusters",
      ].map((method) => pathOf(method, operatorService)),
    ];
    for (const path of paths) {
      const refusal = refusalOf(path, encode(path, { namespace: own }));
      assert.equal(refusal.reason, "PERMISSION_DENIED");
      assert.match(refusal.message, /is done through the control plane: /);
    }
    assert.match(refusalOf(pathOf("RegisterNamespace"), Buffer.alloc(0)).message, /`temporal cloud namespace`/);
  });
});

describe("a refusal", () => {
  const path = pathOf("TerminateWorkflowExecution");

  it("names the operation and the Namespace that are missing", () => {
    const refusal = refusalOf(path, encode(path, { namespace: own }), viewWith({ [own]: { level: "read" } }));
    assert.deepEqual(refusal.detail.metadata, {
      operation: "temporal.workflow.terminate",
      resource_type: "namespaces",
      resource_id: own,
    });
  });

  it("reads the same for a Namespace that is hidden, absent, deleted or the system's", () => {
    const texts = [unseen, "absent.acct00", "remit-system", "temporal-system"].map((name) => {
      const { message, code, detail } = refusalOf(path, encode(path, { namespace: name }));
      return JSON.stringify([message, code, detail.metadata]).replaceAll(name, "?");
    });
    assert.equal(new Set(texts).size, 1);
  });

  it("keeps reserved names from whoever holds everything on them", () => {
    for (const name of ["remit-system", "remit-system-x", "temporal-system"]) {
      const view = viewWith({ [name]: { level: "admin" } });
      assert.equal(outcomeOf(view, path, encode(path, { namespace: name })), "PERMISSION_DENIED");
    }
  });
});

describe("a path", () => {
  it("is known as it stands and in no other way", () => {
    for (const path of knownPaths) {
      assert.equal(requireRoute(path).path, path);
      const [, service = "", method = ""] = path.split("/");
      const odd = [
        path.slice(1),
        `/${path}`,
        `/${service}//${method}`,
        `${path}/`,
        path.toLowerCase(),
        path.toUpperCase(),
        path.replace(".", "%2e"),
        `/${service}/%${method.charCodeAt(0).toString(16)}${method.slice(1)}`,
        `${path}?x`,
        `${path}#x`,
        `${path}\0`,
        ` ${path}`,
        `/./${service}/${method}`,
        `/${service.replace("v1", "v2")}/${method}`,
      ];
      for (const one of odd) assert.throws(() => requireRoute(one), { reason: "NOT_IMPLEMENTED" }, one);
    }
  });

  it("leads to no other service and to nothing that objects have by themselves", () => {
    for (const path of [
      "/temporal.server.api.adminservice.v1.AdminService/DescribeMutableState",
      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      "/grpc.health.v1.Health/Watch",
      "/temporal.api.nexusservice.v1.NexusService/DispatchNexusTask",
      `/${workflowService}/constructor`,
      `/${workflowService}/__proto__`,
      "",
      "/",
      "__proto__",
    ])
      assert.throws(() => requireRoute(path), { reason: "NOT_IMPLEMENTED" }, path);
  });
});

describe("a Namespace by its id", () => {
  const path = pathOf("DescribeNamespace");
  const reader = viewWith({ [own]: { level: "read" } });

  it("is described to who may describe it by name", () => {
    assert.deepEqual(decideCall(reader, path, encode(path, { id: ids[own] })), {
      kind: "forward",
      namespace: own,
      id: own,
      uid: `uid-${own}`,
      level: "read",
      byId: true,
      others: [],
    });
    assert.equal(outcomeOf(reader, path, encode(path, { id: ids[other] })), "PERMISSION_DENIED");
  });

  it("is refused when nobody knows whose id it is", () => {
    const unknown = "99999999-9999-4999-8999-999999999999";
    assert.equal(outcomeOf(reader, path, encode(path, { id: unknown })), "PERMISSION_DENIED");
    const blind = { ...directory, namespaceOfId: () => undefined };
    assert.equal(outcomeOf(reader, path, encode(path, { id: ids[own] }), blind), "PERMISSION_DENIED");
  });

  it("is refused in the same words whether it is somebody else's or nobody's", () => {
    const unknown = "99999999-9999-4999-8999-999999999999";
    const text = (id: string) => {
      const { message, code, detail } = refusalOf(path, encode(path, { id }), reader);
      return JSON.stringify([message, code, detail]).replaceAll(id, "?");
    };
    assert.equal(text(ids[unseen] ?? ""), text(unknown));
  });

  it("is refused beside a name, since one of the two would not count", () => {
    assert.equal(outcomeOf(reader, path, encode(path, { namespace: own, id: ids[other] })), "INVALID_FIELD");
  });
});

describe("a task token", () => {
  const withToken = namespacePaths.filter((path) =>
    requireRoute(path).shape?.slots.some(({ rule }) => rule.is === "task-token"),
  );
  const view = viewWith({ [own]: { level: "write" }, [other]: { level: "write" } });

  it("stands in nine requests", () => {
    assert.equal(withToken.length, 9, withToken.join());
  });

  it("does not stand for the Namespace that the request leaves out", () => {
    for (const path of withToken) {
      const refusal = refusalOf(path, encode(path, { taskToken: makeTaskToken(ids[own] ?? "") }), view);
      assert.equal(refusal.reason, "INVALID_FIELD", path);
      assert.match(refusal.message, /beside the task token/);
    }
  });

  // CVE-2023-3485
  it("of another Namespace is refused, even to who holds both", () => {
    for (const path of withToken) {
      const send = (id: string | undefined) =>
        outcomeOf(view, path, encode(path, { namespace: own, taskToken: makeTaskToken(id ?? "") }));
      assert.equal(send(ids[own]), "allowed", path);
      assert.equal(send(ids[other]), "INVALID_FIELD", path);
      assert.equal(send(ids[unseen]), "INVALID_FIELD", path);
    }
  });

  it("counts as the server reads it: the last id in it is the one", () => {
    const path = pathOf("RespondActivityTaskCompleted");
    const both = Buffer.concat([makeTaskToken(ids[own] ?? ""), makeTaskToken(ids[other] ?? "")]);
    assert.equal(outcomeOf(view, path, encode(path, { namespace: own, taskToken: both })), "INVALID_FIELD");
  });

  it("of an activity started on its own is of one Namespace, inside and outside", () => {
    const path = pathOf("RespondActivityTaskCompleted");
    const send = (outside: string, inside: string) => {
      const reference = makeTaskToken(ids[inside] ?? "");
      const taskToken = Buffer.concat([
        makeTaskToken(ids[outside] ?? ""),
        Buffer.from([(14 << 3) | 2, reference.length]),
        reference,
      ]);
      return outcomeOf(view, path, encode(path, { namespace: own, taskToken }));
    };
    assert.equal(send(own, own), "allowed");
    assert.equal(send(own, other), "INVALID_FIELD");
    assert.equal(send(other, own), "INVALID_FIELD");
    assert.equal(send(other, other), "INVALID_FIELD");
  });

  it("says whose it is as a server writes it: in another spelling of the same id it is refused, and so is no message", () => {
    const send = (path: string, taskToken: Buffer) =>
      outcomeOf(view, path, encode(path, { namespace: own, taskToken }));
    const id = ids[other] ?? "";
    const spellings = [
      id.replaceAll("2", "A"),
      `{${id}}`,
      `urn:uuid:${id}`,
      id.replaceAll("-", ""),
      ` ${id}`,
      "no-uuid",
      "",
    ];
    for (const path of withToken) {
      for (const text of spellings) assert.equal(send(path, makeTaskToken(text)), "INVALID_FIELD", `${path} ${text}`);
      assert.equal(send(path, Buffer.from([0x0a, 0x7f])), "INVALID_FIELD", path);
      assert.equal(send(path, Buffer.from([0x12, 0x01, 0x77])), "INVALID_FIELD", path);
    }
  });
});

describe("a request inside a request", () => {
  const path = pathOf("ExecuteMultiOperation");
  const view = viewWith({ [own]: { level: "admin" }, [other]: { level: "admin" } });
  const send = (start: string, update: string) =>
    outcomeOf(
      view,
      path,
      encode(path, {
        namespace: own,
        operations: [
          { operation: { case: "startWorkflow", value: { namespace: start, workflowId: "w" } } },
          { operation: { case: "updateWorkflow", value: { namespace: update } } },
        ],
      }),
    );

  // CVE-2025-14986
  it("names the same Namespace, even for who holds both", () => {
    assert.equal(send(own, own), "allowed");
    for (const name of [other, unseen, "", `${own}x`]) {
      assert.equal(send(name, own), "INVALID_FIELD", name);
      assert.equal(send(own, name), "INVALID_FIELD", name);
    }
  });

  it("is counted at every place", () => {
    const one = { operation: { case: "updateWorkflow", value: { namespace: own } } };
    const stray = { operation: { case: "updateWorkflow", value: { namespace: other } } };
    for (const operations of [
      [stray, one, one],
      [one, stray, one],
      [one, one, stray],
    ])
      assert.equal(outcomeOf(view, path, encode(path, { namespace: own, operations })), "INVALID_FIELD");
  });
});

describe("a command of a workflow", () => {
  const path = pathOf("RespondWorkflowTaskCompleted");
  const worker = ["temporal.worker.respond"];
  const commands = [
    ["signalExternalWorkflowExecutionCommandAttributes", "temporal.workflow.signal"],
    ["requestCancelExternalWorkflowExecutionCommandAttributes", "temporal.workflow.cancel"],
    ["startChildWorkflowExecutionCommandAttributes", "temporal.workflow.start"],
  ] as const;
  const send = (kind: string, value: object) =>
    encode(path, {
      namespace: own,
      commands: [
        { attributes: { case: "startTimerCommandAttributes", value: {} } },
        { attributes: { case: kind, value } },
      ],
    });

  // CVE-2025-14987
  for (const [kind, operation] of commands) {
    it(`${kind} into another Namespace needs ${operation} there`, () => {
      const message = send(kind, { namespace: other });
      assert.equal(outcomeOf(viewWith({ [own]: worker }), path, message), "PERMISSION_DENIED");
      assert.equal(outcomeOf(viewWith({ [own]: [...worker, operation] }), path, message), "PERMISSION_DENIED");
      const without = everything.filter((one) => one !== operation);
      assert.equal(outcomeOf(viewWith({ [own]: everything, [other]: without }), path, message), "PERMISSION_DENIED");
      assert.deepEqual(decideCall(viewWith({ [own]: worker, [other]: [operation] }), path, message), {
        kind: "forward",
        namespace: own,
        id: own,
        uid: `uid-${own}`,
        level: "write",
        byId: false,
        others: [{ namespace: other, level: "write" }],
      });
    });

    it(`${kind} needs no more than to be a worker in the own Namespace`, () => {
      const view = viewWith({ [own]: worker });
      for (const value of [{}, { namespace: "" }, { namespace: own }])
        assert.equal(outcomeOf(view, path, send(kind, value)), "allowed");
    });

    it(`${kind} reaches nothing of the system's`, () => {
      const view = viewWith({ [own]: everything, "remit-system": { level: "admin" } });
      for (const namespace of ["remit-system", "temporal-system", "absent.acct00"])
        assert.equal(outcomeOf(view, path, send(kind, { namespace })), "PERMISSION_DENIED");
    });
  }

  it("that starts a child elsewhere in the place of the one that runs needs terminate there, too", () => {
    const message = send("startChildWorkflowExecutionCommandAttributes", {
      namespace: other,
      workflowIdReusePolicy: 4,
    });
    const starts = { [own]: worker, [other]: ["temporal.workflow.start"] };
    assert.equal(outcomeOf(viewWith(starts), path, message), "PERMISSION_DENIED");
    const ends = { ...starts, [other]: ["temporal.workflow.start", "temporal.workflow.terminate"] };
    assert.equal(outcomeOf(viewWith(ends), path, message), "allowed");
  });

  it("is refused when it reaches more Namespaces than any workflow does", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      attributes: { case: "signalExternalWorkflowExecutionCommandAttributes", value: { namespace: `n${index}` } },
    }));
    assert.equal(outcomeOf(admin, path, encode(path, { namespace: own, commands: many })), "INVALID_FIELD");
  });

  it("may be one of thousands", () => {
    const many = Array.from({ length: 5_000 }, () => ({
      attributes: { case: "signalExternalWorkflowExecutionCommandAttributes", value: { namespace: other } },
    }));
    const view = viewWith({ [own]: worker, [other]: ["temporal.workflow.signal"] });
    const message = encode(path, { namespace: own, commands: many });
    assert.equal(outcomeOf(view, path, message), "allowed");
    assert.equal((decode(path, message) as unknown as { commands: unknown[] }).commands.length, 5_000);
  });
});
