import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromJsonString } from "@bufbuild/protobuf";
import { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import fc from "fast-check";
import { locateInJson } from "./locate-in-json.ts";
import { validRole } from "./random-role.test-support.ts";
import { fromSpec, toSpec } from "./role-draft.ts";
import { parseJsonText, placeInText, toJsonText } from "./role-json.ts";

const ids = { namespaces: ["orders.acc", "payments.acc"], projects: ["p1"], "nexus-endpoints": ["e1"] };

function read(text: string) {
  const reading = parseJsonText(text);
  assert.ok("draft" in reading, JSON.stringify(reading));
  return reading;
}

function problemsOf(text: string) {
  const reading = parseJsonText(text);
  assert.ok("problems" in reading);
  return reading.problems;
}

describe("a role as JSON", () => {
  it("reads back as it was written, without a note", () => {
    fc.assert(
      fc.property(validRole(ids), (spec) => {
        const draft = fromSpec(spec);
        const { draft: again, notes } = read(toJsonText(draft));
        // The reader puts several actions on one scope of one permission together; the writer never splits them.
        assert.deepEqual(toSpec(again), toSpec(draft));
        assert.deepEqual(notes, []);
      }),
    );
  });

  it("is what the Cloud Ops API's own clients read", () => {
    fc.assert(
      fc.property(validRole(ids), (spec) => {
        const message = fromJsonString(CustomRoleSpecSchema, toJsonText(fromSpec(spec)));
        assert.deepEqual(toSpec(fromSpec(message)), toSpec(fromSpec(spec)));
      }),
    );
  });

  it("takes the form of the first page on custom roles, and says what it understood", () => {
    const { draft, notes } = read(`{
      "name": "NamespaceGlobalReadOnly",
      "description": "Read-only access to all namespaces for monitoring and compliance",
      "grants": [
        { "operation": "cloud.namespace.list", "resourceType": "Namespace", "scope": { "all": true } },
        { "operation": "cloud.namespace.get", "resourceType": "Namespace", "scope": { "all": true } }
      ]
    }`);
    assert.deepEqual(toSpec(draft).permissions, [
      {
        actions: ["cloud.namespace.list"],
        resources: { resourceType: "accounts", allowAll: true, resourceIds: [] },
      },
      {
        actions: ["cloud.namespace.get"],
        resources: { resourceType: "namespaces", allowAll: true, resourceIds: [] },
      },
    ]);
    assert.ok(notes.some((note) => note.includes("moved cloud.namespace.list from namespaces to accounts")));
  });

  it("says at which line it is no JSON", () => {
    const [problem] = problemsOf('{\n  "name": "a",\n  oops\n}');
    assert.equal(problem?.line, 3);
    assert.match(problem.message, /^This is not JSON yet: /);
    assert.equal(problemsOf("")[0]?.line, 1);
  });

  it("says at which line a field is wrong", () => {
    const text =
      '{\n  "name": "a",\n  "grants": [\n    {\n      "operation": 7,\n      "resourceType": "Namespace"\n    }\n  ]\n}';
    const [problem] = problemsOf(text);
    assert.equal(problem?.field, "grants[0].operation");
    assert.equal(problem.line, 5);
  });

  it("changes nothing where a word inside a grant is not understood: it may be what narrows it", () => {
    const text = '{"name":"a","permissions":[{"actions":["cloud.namespace.get"],"condition":"x","resources":{}}]}';
    assert.ok(problemsOf(text).some(({ field }) => field === "permissions[0].condition"));
  });

  it("finds the place of what the server refuses", () => {
    const text = toJsonText(
      fromSpec({
        name: "a",
        description: "",
        permissions: [
          { actions: ["x", "y"], resources: { resourceType: "namespaces", allowAll: false, resourceIds: ["gone"] } },
        ],
      }),
    );
    const lineOf = (field: string) => text.split("\n")[placeInText(text, { field, message: "" }).line - 1]?.trim();
    assert.equal(lineOf("spec.permissions[0].actions[1]"), '"y"');
    assert.equal(lineOf("spec.permissions[0].resources.resource_ids[0]"), '"gone"');
    assert.equal(lineOf("spec.name"), '"name": "a",');
    assert.equal(lineOf("spec.permissions[3]"), '"permissions": [');
  });
});

describe("a place in JSON", () => {
  it("is found behind strings that look like JSON, and in either spelling of a name", () => {
    const text = '{"a\\"]":"}{", "resourceIds": ["[", {"b": 1e5}]}';
    assert.equal(text.slice(locateInJson(text, "resource_ids[1].b")), "1e5}]}");
  });

  it("is that of the value, for every value of every JSON", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), fc.nat(), (list, seed) => {
        fc.pre(list.length > 0);
        const index = seed % list.length;
        const text = JSON.stringify(list, null, 1);
        const at = locateInJson(text, `[${index}]`);
        assert.ok(text.slice(at).startsWith(JSON.stringify(list[index], null, 1).split("\n")[0] ?? ""));
      }),
    );
  });
});
