import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, fromJson, type JsonValue } from "@bufbuild/protobuf";
import { MatrixSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { template } from "../template/template.ts";
import type { MatrixInput } from "./input.ts";
import { checkMatrix } from "./matrix.ts";

/** The template with one row and something of it replaced. */
function withRow(row: NonNullable<MatrixInput["responsibilities"]>[number]): MatrixInput {
  const [first] = template.responsibilities;
  return { ...template, requests: {}, responsibilities: [{ ...first, ...row }] };
}

function problemsOf(input: MatrixInput): string[] {
  return checkMatrix(input).problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("checkMatrix", () => {
  it("accepts the template and changes nothing of it", () => {
    assert.deepEqual(checkMatrix(template), { matrix: template, problems: [] });
  });

  it("takes a message of remit.v1 as it is", () => {
    const message = fromJson(MatrixSpecSchema, JSON.parse(JSON.stringify(template)) as JsonValue);
    assert.deepEqual(checkMatrix(message), { matrix: template, problems: [] });
  });

  it("fills what an otherwise empty message leaves unset", () => {
    const { matrix, problems } = checkMatrix(create(MatrixSpecSchema, {}));
    assert.deepEqual(matrix.baseline, { floorRole: "" });
    assert.deepEqual(matrix.requests, { access: "", namespaces: "", approvals: 1, maxHours: 168 });
    assert.deepEqual(problems, [{ path: ["kinds"], message: "must have at least one kind of team" }]);
  });

  it("names the nearest operation, category, kind and go-link that there is", () => {
    assert.deepEqual(
      problemsOf(
        withRow({
          category: "imm",
          goLink: "temporal-requests",
          owners: { platfrom: { share: "responsible", operations: ["cloud.user.gett", "namespace:writ"] } },
        }),
      ),
      [
        'responsibilities.0.category: there is no category "imm"; did you mean iam?',
        'responsibilities.0.goLink: there is no go-link "temporal-requests"; did you mean temporal-request?',
        'responsibilities.0.owners.platfrom: there is no kind of team "platfrom"; did you mean platform?',
        'responsibilities.0.owners.platfrom.operations.0: there is no operation or level "cloud.user.gett"; did you mean cloud.user.get?',
        'responsibilities.0.owners.platfrom.operations.1: there is no operation or level "namespace:writ"; levels are namespace:read, namespace:write, namespace:admin, project:member, project:developer, project:list, project:contribute, project:read, project:write, project:admin',
      ],
    );
  });

  it("refuses evidence that no provider gives, which would read unknown for ever", () => {
    assert.deepEqual(problemsOf(withRow({ evidence: ["codec-sever", "attestation"] })), [
      'responsibilities.0.evidence.0: there is no evidence "codec-sever"; did you mean codec-server?',
    ]);
  });

  it("refuses an operation that does nothing, and one named twice", () => {
    const operations = ["cloud.migration.start", "cloud.user.get", "cloud.user.get"];
    assert.deepEqual(problemsOf(withRow({ owners: { platform: { share: "responsible", operations } } })), [
      "responsibilities.0.owners.platform.operations.0: cloud.migration.start does nothing yet, so nobody can need it",
      'responsibilities.0.owners.platform.operations.2: "cloud.user.get" is there already, as entry 2',
    ]);
  });

  it("wants one owner alone, or two that share and say their parts; a row may have none", () => {
    const responsible = { share: "responsible" };
    const shared = { share: "shared", part: "some" };
    assert.deepEqual(problemsOf(withRow({ owners: {} })), []);
    assert.deepEqual(problemsOf(withRow({ owners: { platform: responsible } })), []);
    assert.deepEqual(problemsOf(withRow({ owners: { platform: shared, application: shared } })), []);
    for (const other of [responsible, shared]) {
      assert.deepEqual(problemsOf(withRow({ owners: { platform: responsible, application: other } })), [
        'responsibilities.0.owners: only one kind can be "responsible"; where several are, each is "shared" and says its part',
      ]);
    }
    assert.deepEqual(problemsOf(withRow({ owners: { platform: shared } })), [
      'responsibilities.0.owners: "shared" needs at least two owners; one alone is "responsible"',
    ]);
    assert.deepEqual(problemsOf(withRow({ owners: { platform: shared, application: { share: "shared" } } })), [
      "responsibilities.0.owners.application.part: must not be empty",
    ]);
    assert.deepEqual(problemsOf(withRow({ owners: { platform: { share: "" } } })), [
      "responsibilities.0.owners.platform.share: must be one of responsible, shared",
    ]);
  });

  it("refuses ids of another shape with one that would do, and ids that plain objects have already", () => {
    const shape = "must be 1 to 64 lower-case letters, digits and hyphens, not beginning or ending with a hyphen";
    assert.deepEqual(problemsOf(withRow({ id: "Load Testing!" })), [
      `responsibilities.0.id: "Load Testing!" ${shape}; load-testing would do`,
    ]);
    assert.deepEqual(problemsOf(withRow({ id: "é" })), [`responsibilities.0.id: "é" ${shape}`]);
    assert.deepEqual(problemsOf(withRow({ id: "" })), ["responsibilities.0.id: must not be empty"]);
    assert.deepEqual(problemsOf(withRow({ id: "a".repeat(64) })), []);
    assert.equal(problemsOf(withRow({ id: "a".repeat(65) })).length, 1);
    assert.deepEqual(problemsOf(withRow({ id: "constructor" })), [
      "responsibilities.0.id: constructor cannot be an id",
    ]);
    const polluting = JSON.parse('{"__proto__": {"share": "responsible"}}') as Record<string, { share: string }>;
    const { matrix, problems } = checkMatrix(withRow({ owners: polluting }));
    assert.equal(problems.length, 1);
    assert.equal(Object.getPrototypeOf(matrix.responsibilities[0]?.owners), Object.prototype);
  });

  it("finds an id that is there twice, in every list", () => {
    const twice = <Item>(list: readonly Item[]): Item[] => [...list, ...list.slice(0, 1)];
    const input = {
      ...template,
      kinds: twice(template.kinds),
      categories: twice(template.categories),
      responsibilities: twice(template.responsibilities),
      framework: twice(template.framework),
      goLinks: twice(template.goLinks),
    };
    assert.deepEqual(problemsOf(input), [
      'kinds.2.id: "platform" is there already, as entry 1',
      'categories.11.id: "iam" is there already, as entry 1',
      'responsibilities.49.id: "cloud-access" is there already, as entry 1',
      'framework.3.id: "several-namespaces" is there already, as entry 1',
      'goLinks.3.name: "temporal-request" is there already, as entry 1',
    ]);
  });

  it("keeps each text within its length, counted in characters", () => {
    assert.deepEqual(problemsOf(withRow({ name: "🦜".repeat(128) })), []);
    assert.deepEqual(problemsOf(withRow({ name: "🦜".repeat(129) })), [
      "responsibilities.0.name: must have at most 128 characters",
    ]);
    assert.deepEqual(problemsOf(withRow({ description: "x".repeat(1001) })), [
      "responsibilities.0.description: must have at most 1000 characters",
    ]);
    assert.deepEqual(problemsOf(withRow({ name: " " })), ["responsibilities.0.name: must not be empty"]);
  });

  it("refuses characters that nobody sees, and allows lines in descriptions only", () => {
    const refusal = "must not have control characters";
    for (const name of ["a\nb", "a\u0000b", "a\u202eb", "a\ud800"]) {
      assert.deepEqual(problemsOf(withRow({ name })), [`responsibilities.0.name: ${refusal} or line breaks`]);
    }
    assert.deepEqual(problemsOf(withRow({ description: "a\n\tb" })), []);
    assert.deepEqual(problemsOf(withRow({ description: "a\u001bb" })), [`responsibilities.0.description: ${refusal}`]);
  });

  it("refuses a scope, subject or floor role that there is not, or that would allow everything", () => {
    const [kind] = template.kinds;
    const [question] = template.framework;
    const floors = "nothing, read, metrics_read, finance_admin, developer";
    assert.deepEqual(problemsOf({ ...template, kinds: [{ ...kind, scope: "acount" }, ...template.kinds.slice(1)] }), [
      'kinds.0.scope: "acount" must be one of account, namespaces; did you mean account?',
    ]);
    assert.deepEqual(problemsOf({ ...template, framework: [{ ...question, subject: "admin" }] }), [
      'framework.0.subject: "admin" must be one of nothing, several-namespaces, application, account-admin',
    ]);
    const [floor] = problemsOf({ ...template, baseline: { floorRole: "owner" } });
    assert.match(floor ?? "", /^baseline\.floorRole: "owner" must be one of nothing, /);
    assert.deepEqual(new Set(floor?.split("one of ")[1]?.split(", ")), new Set(floors.split(", ")));
  });

  it("wants requests decided by rows that are there, seen and owned", () => {
    const requests = (access: string) => ({ ...template, requests: { ...template.requests, access } });
    assert.deepEqual(problemsOf(requests("cloud-acess")), [
      'requests.access: there is no responsibility "cloud-acess"; did you mean cloud-access?',
    ]);
    const change = (row: object) => ({
      ...template,
      responsibilities: template.responsibilities.map((each) =>
        each.id === "cloud-access" ? { ...each, ...row } : each,
      ),
    });
    assert.deepEqual(problemsOf(change({ hidden: true })), [
      "requests.access: cloud-access is hidden, so nobody would decide",
    ]);
    assert.deepEqual(problemsOf(change({ owners: {} })), [
      "requests.access: cloud-access has no owner, so nobody would decide",
    ]);
  });

  it("wants one or two approvals and an end within a year", () => {
    assert.deepEqual(problemsOf({ ...template, requests: { approvals: 3, maxHours: -1 } }), [
      "requests.approvals: must be a whole number from 1 to 2",
      "requests.maxHours: must be a whole number from 1 to 8760",
    ]);
    assert.equal(problemsOf({ ...template, requests: { approvals: 1.5, maxHours: Number.NaN } }).length, 2);
  });

  it("says that there are too many entries, and does not look at the rest", () => {
    const [row] = template.responsibilities;
    const responsibilities = Array.from({ length: 501 }, (_, index) => ({ ...row, id: `row-${index}` }));
    const { matrix, problems } = checkMatrix({ ...template, requests: {}, responsibilities });
    assert.deepEqual(problems, [{ path: ["responsibilities"], message: "must have at most 500 entries, and has 501" }]);
    assert.equal(matrix.responsibilities.length, 500);
  });

  it("ends soon on a matrix in which everything is wrong", () => {
    const operations = Array.from({ length: 100 }, (_, index) => `cloud.namespace.updatte${index}`);
    const owners = Object.fromEntries(template.kinds.map(({ id }) => [id, { share: "x", operations }]));
    const responsibilities = Array.from({ length: 500 }, (_, index) => ({ id: `Row ${index}`, owners }));
    const { problems } = checkMatrix({ ...template, responsibilities });
    assert.equal(problems.length, 101);
    assert.match(problems.at(-1)?.message ?? "", /^and \d+ more problems$/);
  });
});
