import assert from "node:assert/strict";
import { describe, it } from "node:test";
import proto from "@temporalio/proto";
import { workflowMethods } from "./methods.ts";
import { readSubject } from "./subject.ts";

const requests = proto.temporal.api.workflowservice.v1;

const encode = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
const execution = { workflowId: "order-7", runId: "run-1" };

describe("the subject of a request", () => {
  it("is the workflow, with its run where one is named", () => {
    const terminate = requests.TerminateWorkflowExecutionRequest;
    const one = terminate.encode({ namespace: "a.b", workflowExecution: execution, reason: "why" }).finish();
    assert.deepEqual(readSubject("TerminateWorkflowExecution", encode(one)), {
      workflow_id: "order-7",
      run_id: "run-1",
    });
    const any = terminate.encode({ namespace: "a.b", workflowExecution: { workflowId: "order-7" } }).finish();
    assert.deepEqual(readSubject("TerminateWorkflowExecution", encode(any)), { workflow_id: "order-7" });
  });

  it("is the schedule, the batch job or the activity", () => {
    const patch = requests.PatchScheduleRequest.encode({ namespace: "a.b", scheduleId: "nightly" }).finish();
    assert.deepEqual(readSubject("PatchSchedule", encode(patch)), { schedule_id: "nightly" });
    const batch = requests.StartBatchOperationRequest.encode({ namespace: "a.b", visibilityQuery: "q", jobId: "job" });
    assert.deepEqual(readSubject("StartBatchOperation", encode(batch.finish())), { job_id: "job" });
    const stop = requests.StopBatchOperationRequest.encode({ namespace: "a.b", jobId: "job", reason: "why" });
    assert.deepEqual(readSubject("StopBatchOperation", encode(stop.finish())), { job_id: "job" });
  });

  it("holds nothing that a store cannot hold, and nothing long", () => {
    const workflowId = `a\u0000b${"x".repeat(1_000)}`;
    const start = requests.StartWorkflowExecutionRequest.encode({ namespace: "a.b", workflowId }).finish();
    const { workflow_id: id = "" } = readSubject("StartWorkflowExecution", encode(start));
    assert.ok(id.startsWith("a\ufffdbx"));
    assert.equal(id.length, 255);
  });

  it("is read of every method of the table without a fault, and is nothing where there is none", () => {
    const namespaceOnly = Buffer.from([0x0a, 0x03, 0x61, 0x2e, 0x62]);
    for (const method of Object.keys(workflowMethods)) assert.deepEqual(readSubject(method, namespaceOnly), {});
  });
});
