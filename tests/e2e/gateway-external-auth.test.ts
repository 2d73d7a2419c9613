// The gateway as temporal-proxy's external authorization service: asked over gRPC as the proxy asks, message by message.
import assert from "node:assert/strict";
import { call, frame, openSession } from "../../packages/server/src/gateway/transport/testing/calls.ts";
import { writeField } from "../../packages/server/src/gateway/wire/write.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { withLevel, withOperations } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";

const onTemporal = sharePlaneOnTemporal({ gateway: {} });
const unauthenticated = 16;
const workflowService = "/temporal.api.workflowservice.v1.WorkflowService";

interface Question {
  /** Of the proxy itself; null: it sends none. */
  readonly proxyKey: string | null;
  readonly method: string;
  readonly namespace: string;
  /** Values of the caller's `authorization`. */
  readonly values: readonly string[];
}

/** AuthRequest: target (path, namespace), and each credential-bearing header with its values. */
function encodeQuestion({ method, namespace, values }: Question): Buffer {
  const text = (field: number, value: string) => writeField(field, Buffer.from(value));
  const target = Buffer.concat([...text(1, method), ...text(2, namespace)]);
  const credential = Buffer.concat([...text(1, "authorization"), ...values.flatMap((value) => [...text(2, value)])]);
  return Buffer.concat([...writeField(1, target), ...writeField(2, credential)]);
}

/** "allow", why not, or gRPC's number where there is no answer. */
async function ask(plane: TestPlane, question: Question): Promise<string | number> {
  using session = openSession(plane.plane.gateway?.addresses[0]?.port ?? assert.fail("no gateway"));
  const { proxyKey } = question;
  const { code, body } = await call(session, frame(encodeQuestion(question)), {
    ":path": "/api.auth.v1.AuthService/Auth",
    ...(proxyKey !== null && { authorization: `Bearer ${proxyKey}` }),
  });
  if (code !== 0) return code ?? assert.fail("the stream broke");
  const message = body.subarray(5);
  assert.equal(message[0], 0x08, "a verdict stands first");
  return message[1] === 1 ? "allow" : message.subarray(2).toString("utf8");
}

async function open(plane: TestPlane) {
  const { namespace } = await makeNamespace(plane.owner);
  const proxy = await makeServiceAccount(plane, {});
  const asking = (key: string, method: string, more: Partial<Question> = {}) =>
    ask(plane, {
      proxyKey: proxy.key,
      method: `${workflowService}/${method}`,
      namespace,
      values: [`Bearer ${key}`],
      ...more,
    });
  return { namespace, asking };
}

onTemporal("the proxy is told yes, or no with the reason and whom to ask", async (plane) => {
  const { namespace, asking } = await open(plane);
  const reader = await withLevel(plane, namespace, "READ");
  const writer = await withLevel(plane, namespace, "WRITE");
  assert.equal(await asking(reader.key, "DescribeWorkflowExecution"), "allow");
  assert.match(String(await asking(reader.key, "TerminateWorkflowExecution")), /temporal\.workflow\.terminate on/);
  assert.equal(await asking(writer.key, "TerminateWorkflowExecution"), "allow");
  assert.equal(await asking(reader.key, "GetSystemInfo", { namespace: "" }), "allow");
  const { namespace: other } = await makeNamespace(plane.owner);
  for (const name of [other, "nowhere.a1b2c3", "temporal-system", ""])
    assert.notEqual(await asking(writer.key, "DescribeWorkflowExecution", { namespace: name }), "allow", name);
});

onTemporal("what is not known, not one credential, or not good is no", async (plane) => {
  const { namespace, asking } = await open(plane);
  const { key } = await withLevel(plane, namespace, "ADMIN");
  const bearer = `Bearer ${key}`;
  for (const path of ["", "/", "/temporal.server.api.adminservice.v1.AdminService/DescribeCluster", "StartWorkflow"])
    assert.notEqual(await asking(key, "", { method: path }), "allow", path);
  for (const values of [[], [bearer, bearer], [`${bearer}, ${bearer}`], [`${bearer}x`], ["Basic x"], [""]])
    assert.notEqual(await asking(key, "DescribeWorkflowExecution", { values }), "allow", values.join("|").slice(0, 12));
  assert.notEqual(await asking(key, "ListNamespaces", { namespace: "" }), "allow", "its answer is not cut down");
  assert.notEqual(await asking(key, "DeleteNamespace"), "allow");
  assert.equal(await asking(key, "DescribeWorkflowExecution"), "allow");
});

onTemporal("a method whose request is not shown needs whatever such a request may do", async (plane) => {
  const { namespace, asking } = await open(plane);
  const some = await withOperations(plane, namespace, ["temporal.batch.start", "temporal.workflow.cancel"]);
  assert.match(String(await asking(some.key, "StartBatchOperation")), /is needed/);
  const writer = await withLevel(plane, namespace, "WRITE");
  assert.equal(await asking(writer.key, "StartBatchOperation"), "allow");
});

onTemporal("who asks without a good key of its own gets no answer", async (plane) => {
  const { namespace, asking } = await open(plane);
  const { key } = await withLevel(plane, namespace, "READ");
  for (const proxyKey of [null, `${key}x`, "remit_key_nobody"])
    assert.equal(await asking(key, "DescribeWorkflowExecution", { proxyKey }), unauthenticated);
});
