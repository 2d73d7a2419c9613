import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { RequestSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { renderOutcome, renderRequest, renderRequests } from "./render.ts";

const at = (text: string) => timestampFromDate(new Date(text));

const make = (more: MessageInitShape<typeof RequestSchema> = {}) =>
  create(RequestSchema, {
    id: "r1",
    state: "pending",
    requester: "dev@example.com",
    what: {
      case: "access",
      value: { wanted: { case: "namespaceAccess", value: { namespace: "orders.abc123", permission: "write" } } },
    },
    reason: "INC-17",
    hours: 8,
    createdTime: at("2026-11-25T10:00:00Z"),
    responsibilityId: "cloud-access",
    approverIds: ["u1", "u2"],
    approvalsNeeded: 1,
    ...more,
  });

const namespace = {
  what: {
    case: "namespace",
    value: { name: "orders", region: "aws-us-east-1", teamId: "orders", dataClassification: "internal" },
  },
  hours: 0,
} as const satisfies MessageInitShape<typeof RequestSchema>;

describe("requests in words", () => {
  it("are told one in a line, a Namespace without hours", () => {
    assert.deepEqual(renderRequests([make(), make({ ...namespace, id: "r2", state: "failed" })]).split("\n"), [
      "ID  STATE    ASKED       WHO              WHAT                                 HOURS  REASON",
      "r1  pending  2026-11-25  dev@example.com  write on namespace orders.abc123     8      INC-17",
      "r2  failed   2026-11-25  dev@example.com  a namespace orders in aws-us-east-1         INC-17",
    ]);
  });

  it("name every kind of thing that can be asked for, and say when it is a newer one", () => {
    const head = (what: NonNullable<MessageInitShape<typeof RequestSchema>["what"]>) =>
      renderRequest(make({ what })).split("\n")[0];
    const project = { case: "projectAccess", value: { projectId: "p1", role: "read" } } as const;
    assert.equal(head({ case: "access", value: { wanted: project } }), "read on project p1");
    const role = { case: "customRoleId", value: "c1" } as const;
    assert.equal(head({ case: "access", value: { wanted: role } }), "custom role c1");
    assert.match(head({ case: "access", value: {} }) ?? "", /a newer kind of request/);
  });

  it("show who decides, who decided, and when access ends, and nothing that is empty", () => {
    const decision = { user: "ann@example.com", verdict: "approved", comment: "until tonight" };
    const granted = make({
      state: "approved",
      decisions: [{ ...decision, time: at("2026-11-25T11:00:00Z") }],
      accessEndsTime: at("2026-11-25T19:00:00Z"),
    });
    assert.deepEqual(renderRequest(granted).split("\n"), [
      "write on namespace orders.abc123",
      "  id: r1",
      "  state: approved",
      "  asked by: dev@example.com at 2026-11-25T10:00:00.000Z",
      "  reason: INC-17",
      "  hours: 8",
      "  decided by: 1 of 2 who answer for cloud-access",
      "  approved: by ann@example.com at 2026-11-25T11:00:00.000Z: until tonight",
      "  ends: 2026-11-25T19:00:00.000Z",
    ]);
  });

  it("show all that was said of a Namespace, and its default retention in words", () => {
    const text = renderRequest(make({ ...namespace, approverIds: [] }));
    assert.match(text, /\n {2}retention: the account's default\n {2}team: orders\n {2}classification: internal\n/);
    assert.match(text, /\n {2}decided by: 1 who answer for cloud-access$/);
  });

  it("stay in their lines, whatever stands in a reason", () => {
    const reason = "x\n  state: approved\u202e";
    for (const text of [renderRequest(make({ reason })), renderRequests([make({ reason })])]) {
      assert.match(text, /x\\u000a {2}state: approved\\u202e/);
    }
  });
});

describe("what was done with a request", () => {
  it("says until when access lasts", () => {
    const request = make({ state: "approved", accessEndsTime: at("2026-11-25T19:00:00Z") });
    assert.equal(
      renderOutcome("Approved", request),
      "Approved: write on namespace orders.abc123; until 2026-11-25T19:00:00.000Z",
    );
  });

  it("says that a first of two approvals grants nothing yet", () => {
    const request = make({ approvalsNeeded: 2, decisions: [{ user: "ann@example.com", verdict: "approved" }] });
    assert.match(renderOutcome("Approved", request), /; 1 more must approve it$/);
  });

  it("says the server's note, and nothing more where there is none", () => {
    const ended = make({ state: "ended", note: "given back" });
    assert.match(renderOutcome("Ended", ended), /orders\.abc123; given back$/);
    assert.match(renderOutcome("Declined", make({ state: "declined" })), /orders\.abc123$/);
  });
});
