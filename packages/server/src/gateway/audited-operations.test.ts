import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { usuallyAudited } from "../config/gateway.ts";
import { findAudited } from "./audited-operations.ts";
import { readRequest } from "./decide.ts";
import { requireRoute } from "./route.ts";
import { encode, other, own, pathOf } from "./testing/calls.ts";

/** What of a call in `own` leaves a record, with the usual ones. */
function auditedOf(method: string, request: object, audited: Iterable<string> = usuallyAudited): readonly string[] {
  const route = requireRoute(pathOf(method));
  return findAudited(
    route,
    readRequest(route, encode(route.path, { namespace: own, ...request })),
    own,
    new Set(audited),
  );
}

describe("what of a call leaves a record", () => {
  it("is its method's operation, where that is audited", () => {
    assert.deepEqual(auditedOf("TerminateWorkflowExecution", {}), ["temporal.workflow.terminate"]);
    assert.deepEqual(auditedOf("SignalWithStartWorkflowExecution", {}), ["temporal.workflow.signalWithStart"]);
    assert.deepEqual(auditedOf("StartWorkflowExecution", {}), []);
    assert.deepEqual(auditedOf("TerminateWorkflowExecution", {}, []), []);
  });

  it("is what its request does besides: there is no way to terminate that nobody sees", () => {
    const terminate = ["temporal.workflow.terminate"];
    assert.deepEqual(auditedOf("StartWorkflowExecution", { workflowIdReusePolicy: 4 }), terminate);
    assert.deepEqual(auditedOf("StartWorkflowExecution", { workflowIdConflictPolicy: 3 }), terminate);
    assert.deepEqual(auditedOf("StopBatchOperation", { jobId: "a workflow's id" }), terminate);
  });

  it("is what a workflow does to another Namespace, not what its code does in its own", () => {
    const signal = (namespace: string) => ({
      commands: [
        {
          commandType: 12,
          attributes: { case: "signalExternalWorkflowExecutionCommandAttributes", value: { namespace } },
        },
      ],
    });
    assert.deepEqual(auditedOf("RespondWorkflowTaskCompleted", signal(other)), ["temporal.workflow.signal"]);
    assert.deepEqual(auditedOf("RespondWorkflowTaskCompleted", signal(own)), []);
  });
});
