import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { CloudService } from "@remit/protocol";
import { digestRequest } from "./repeated.ts";

const createGroup = CloudService.method.createUserGroup;

const digest = (access: object): string => {
  const spec = { displayName: "team", access } as MessageInitShape<typeof createGroup.input>["spec"];
  return Buffer.from(
    digestRequest(createGroup, create(createGroup.input, { spec, asyncOperationId: "retry" })),
  ).toString("hex");
};

const accountAccess = { customRoles: ["a", "b"] };
const [read, write] = [{ permission: 3 }, { permission: 2 }];

describe("the digest of a request", () => {
  it("is the same in whatever order the entries of its maps were sent", () => {
    const sent = { accountAccess, namespaceAccesses: { "a.acc": read, "b.acc": write } };
    const retried = { accountAccess, namespaceAccesses: { "b.acc": write, "a.acc": read } };
    assert.equal(digest(sent), digest(retried));
  });

  it("differs when an entry has another value, or a list another order", () => {
    const sent = { accountAccess, namespaceAccesses: { "a.acc": read, "b.acc": write } };
    assert.notEqual(digest(sent), digest({ ...sent, namespaceAccesses: { "a.acc": write, "b.acc": read } }));
    assert.notEqual(digest(sent), digest({ ...sent, accountAccess: { customRoles: ["b", "a"] } }));
  });

  it("leaves the request as it was", () => {
    const request = create(createGroup.input, {
      spec: { access: { namespaceAccesses: { b: read, a: write } } },
    } as MessageInitShape<typeof createGroup.input>);
    digestRequest(createGroup, request);
    assert.deepEqual(Object.keys(request.spec?.access?.namespaceAccesses ?? {}), ["b", "a"]);
  });
});
