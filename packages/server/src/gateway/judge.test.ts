import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { readRequest } from "./decide.ts";
import { principalHolder } from "./holder.ts";
import { judge } from "./judge.ts";
import { requireRoute } from "./route.ts";
import { directory, encode, other, own, pathOf, viewWith } from "./testing/calls.ts";
import type { GatewayCaller } from "./who.ts";

const caller = {
  kind: "principal",
  caller: { principalId: "caller", kind: "user", apiKeyId: "", sessionId: null },
} as GatewayCaller;
const path = pathOf("RespondWorkflowTaskCompleted");
const view = viewWith({ [own]: { level: "admin" }, [other]: { level: "admin" } });

/** A workflow task of `own` that signals in `other`, which lies in a region of its own. */
function signalAcross(regionOfOther: string, isMade = true): string {
  const region = (uid: string): string => (uid === `uid-${other}` ? regionOfOther : "aws-east");
  const route = requireRoute(path);
  const attributes = { case: "signalExternalWorkflowExecutionCommandAttributes", value: { namespace: other } };
  const request = readRequest(route, encode(path, { namespace: own, commands: [{ attributes }] }));
  try {
    const settings = (uid: string) => ({
      uid,
      apiKeys: true,
      mutualTls: { enabled: false, authorities: () => [], filters: [] },
      connectivityRules: [],
      region: region(uid),
      units: null,
    });
    judge(
      {
        snapshots: { current: () => view },
        who: { isStillGood: () => true },
        settings: { find: (uid) => (uid === `uid-${other}` && !isMade ? undefined : settings(uid)) },
        directory,
        serverOf: (name) => ({ "aws-east": "east", "aws-near": "east", "aws-west": "west" })[name],
      },
      { caller, holder: principalHolder("caller"), way: { kind: "public" }, route, request },
      new Date(),
    );
    return "allowed";
  } catch (error) {
    assert.ok(error instanceof RemitError);
    return error.reason;
  }
}

describe("a call that reaches a second Namespace", () => {
  it("goes on where one server has both", () => {
    assert.equal(signalAcross("aws-east"), "allowed");
    assert.equal(signalAcross("aws-near"), "allowed");
  });

  it("is refused where that one is on another server: a namesake on this one is somebody else's", () => {
    assert.equal(signalAcross("aws-west"), "PERMISSION_DENIED");
  });

  it("is refused where that one was never made", () => {
    assert.equal(signalAcross("aws-east", false), "PERMISSION_DENIED");
  });
});
