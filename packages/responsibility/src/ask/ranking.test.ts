// Questions as people ask them, and the row of the template that has to come first. Whoever changes how texts are
// ranked sees here whom it would send to the wrong team.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeFacts, makeTeam, namespaces, orders, payments, platform } from "../../test-kit/organisation.ts";
import type { Model } from "../model.ts";
import { resolveTeams } from "../resolve.ts";
import { template } from "../template/template.ts";
import { answerQuestion, prepareAsk } from "./ask.ts";

/** Question → id of the row that comes first. */
const expected: readonly (readonly [question: string, row: string])[] = [
  // The examples of the matrix's own page.
  ["how do I get access", "cloud-access"],
  ["go/temporal-request", "cloud-access"],
  ["new namespace", "namespace-provisioning"],
  ["go/temporal-namespace", "namespace-provisioning"],
  ["go/temporal-dashboard", "dashboard"],
  ["who rotates worker certificates", "worker-identity-rotation"],
  ["codec server endpoint for orders", "codec-server-configuration"],
  ["permission denied: cloud.namespace.update on namespace orders.abc123 is needed", "codec-server-configuration"],
  ["RESOURCE_EXHAUSTED", "namespace-rate-limits"],
  // Free words.
  ["I need access to temporal cloud", "cloud-access"],
  ["how can I create a namespace?", "namespace-provisioning"],
  ["who runs the codec server", "codec-server-hosting"],
  ["configure codec server", "codec-server-configuration"],
  ["set up SSO with okta", "saml-scim"],
  ["scim", "saml-scim"],
  ["add a user to a group", "user-groups"],
  ["offboarding: someone left the company", "principal-provisioning"],
  ["new api key", "api-keys"],
  ["my API key expired", "api-keys"],
  ["privatelink", "private-connectivity"],
  ["open the firewall for workers", "firewall-rules"],
  ["which data may I store, GDPR?", "data-compliance"],
  ["who builds the data converter", "data-converter"],
  ["rate limit exceeded", "namespace-rate-limits"],
  ["rpc error: code = ResourceExhausted desc = namespace rate limit exceeded", "namespace-rate-limits"],
  ["namespace capacity", "namespace-capacity"],
  ["audit trail", "audit-logs"],
  ["who changed this? audit log", "audit-logs"],
  ["developer guide", "developer-guide"],
  ["replay tests", "automated-tests"],
  ["versioning of workflows", "workflow-versioning"],
  ["nondeterminism error", "workflow-versioning"],
  ["kubernetes pods are crashing", "worker-infrastructure"],
  ["task queue settings", "worker-configuration"],
  ["execution slots", "worker-configuration"],
  ["keda", "worker-autoscaling-framework"],
  ["configure autoscaling of my workers", "worker-autoscaling-configuration"],
  ["build pipeline", "worker-pipeline"],
  ["where do docker images go", "artifacts"],
  ["release a new build", "worker-release"],
  ["datadog", "observability-platform"],
  ["sdk metrics collection", "sdk-metrics-collection"],
  ["emit a custom metric", "custom-metrics"],
  ["grafana dashboard", "dashboard"],
  ["workflow alerts", "workflow-alerts"],
  ["open a support ticket with Temporal", "vendor-support"],
  ["load tests", "load-testing"],
  ["incident", "incident-response"],
  ["who is on call", "incident-response"],
  ["how much does the platform cost", "platform-cost"],
  ["namespace costs", "namespace-cost"],
  ["business logic", "workflow-development"],
  // Operations and RPCs.
  ["cloud.usergroup.create", "user-groups"],
  ["cloud.auditlog.list", "audit-logs"],
  ["cloud.customrole.create", "role-assignment"],
  ["temporal.api.cloud.cloudservice.v1.CloudService/CreateNamespace", "namespace-provisioning"],
  ["UpdateNamespace", "codec-server-configuration"],
  ["createuser", "cloud-access"],
  // Misspelt.
  ["codec sever configuraton", "codec-server-configuration"],
  ["naemspace provisoning", "namespace-provisioning"],
  ["certifcate rotation", "worker-identity-rotation"],
  ["firewal", "firewall-rules"],
  ["dashbord", "dashboard"],
  ["auidt logs", "audit-logs"],
  ["cloud.usergroup.craete", "user-groups"],
  ["CreateNamespce", "namespace-provisioning"],
];

/** As the server's table of methods has them. */
const rpcs = new Map([
  ["CreateNamespace", ["cloud.namespace.create"]],
  ["UpdateNamespace", ["cloud.namespace.update"]],
  ["CreateUser", ["cloud.user.create"]],
]);

const teams = [platform, orders, payments];

function prepare(model: Model) {
  const prepared = prepareAsk(model, resolveTeams(model, makeFacts()), { namespaces, rpcs });
  return (query: string) =>
    answerQuestion(prepared, { query, namespaces: query === "UpdateNamespace" ? ["uid-orders"] : [] });
}

const askTemplate = prepare({ matrix: template, teams });

describe("asking the template", () => {
  for (const [query, row] of expected) {
    it(`answers "${query}" with ${row}`, () => {
      const { answers } = askTemplate(query);
      const found = answers.map(
        (answer) => `${answer.row?.id ?? `no row, ${answer.why}`} (${answer.score.toFixed(2)})`,
      );
      assert.equal(answers[0]?.row?.id, row, found.join("\n"));
    });
  }

  it("finds every row first by its own name", () => {
    for (const { id, name } of template.responsibilities) assert.equal(askTemplate(name).answers[0]?.row?.id, id, name);
  });

  it("has no answer but the three questions where the words are about something else", () => {
    for (const query of ["what is the weather", "price of pizza", "xyzzy", "quantum pizza namespace", "hello", ""]) {
      const { answers, framework } = askTemplate(query);
      assert.deepEqual(answers, [], query);
      assert.equal(framework.length, 3, query);
    }
  });

  it("answers the same in whatever order the rows stand", () => {
    const reversed = prepare({
      matrix: { ...template, responsibilities: template.responsibilities.toReversed() },
      teams,
    });
    for (const [query] of expected) assert.deepEqual(reversed(query), askTemplate(query), query);
  });

  it("answers with the same rows among two hundred teams", () => {
    const squads = Array.from({ length: 200 }, (_, at) =>
      makeTeam(`app-${at}`, "application", { name: `Application ${at} Squad` }),
    );
    const askAmongMany = prepare({ matrix: template, teams: [...teams, ...squads] });
    for (const [query, row] of expected) assert.equal(askAmongMany(query).answers[0]?.row?.id, row, query);
  });
});
