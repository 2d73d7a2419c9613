import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  DAY,
  makeFacts,
  makeModel,
  makeNamespace,
  makeTeam,
  NOW,
  orders,
  payments,
  platform,
} from "../../test-kit/organisation.ts";
import type { EvidenceState } from "../evidence.ts";
import type { Facts, KeyFact, NamespaceSettings } from "../facts.ts";
import type { Model, Team } from "../model.ts";
import type { Observed, ObservedCodec, ObservedNamespace } from "../observed.ts";
import { resolveTeams } from "../resolve.ts";
import { evidenceProviders } from "./providers.ts";

const teams = [platform, { ...orders, groups: ["Orders"] }, payments, makeTeam("idle", "application")];
const model: Model = makeModel([], {}, teams);

/** What the provider says of the account, or of a team's part. */
function judge(name: string, facts: Facts, teamId: string | null = null, asked: Model = model) {
  const resolved = resolveTeams(asked, facts);
  const provider = evidenceProviders(resolved).find((one) => one.name === name);
  assert.ok(provider !== undefined, name);
  return provider.judge(facts, teamId === null ? null : (resolved.byId.get(teamId) ?? null));
}

const settings: NamespaceSettings = {
  codecEndpoint: "https://codec.example/v1",
  codecCredentials: false,
  retentionDays: 30,
  apiKeyAuth: true,
  mtlsAuth: true,
  firstCaExpiresAt: NOW + 200 * DAY,
  connectivityRules: ["private"],
  regions: ["eu"],
  deleteProtection: true,
};
const withSettings = (changed: Partial<NamespaceSettings>) =>
  makeFacts({ namespaces: [makeNamespace("orders", { settings: { ...settings, ...changed } })] });
const seeing = (observed: Observed, parts: Partial<Facts> = {}) => makeFacts({ observed, ...parts });
const seen = (namespace: ObservedNamespace, changed: Partial<NamespaceSettings> = {}) => ({
  ...withSettings(changed),
  observed: { namespaces: new Map([["uid-orders", namespace]]) },
});

const use = (limit: number, peak: number, refused = 0) => ({ limit, peak, refused });

const seenCodec = (
  result: ObservedCodec["result"],
  parts: Partial<ObservedCodec> = {},
  changed: Partial<NamespaceSettings> = {},
) => seen({ codec: { endpoint: settings.codecEndpoint, result, since: NOW - DAY, ...parts } }, changed);

const principal = (id: string, parts: { active?: boolean; groups?: string[] } = {}) => ({
  id,
  kind: "user" as const,
  name: `${id}@abc.example`,
  active: true,
  access: { accountRole: "read" as const, customRoles: [], namespaces: [], projects: [], implied: [] },
  groups: [],
  ...parts,
});
const withPrincipals = (...principals: ReturnType<typeof principal>[]): Facts => {
  const facts = makeFacts({ groups: [{ id: "g1", displayName: "Orders", kind: "cloud" }] });
  return { ...facts, policy: { ...facts.policy, principals } };
};
const withKey = (parts: Partial<KeyFact>): Facts => {
  const key = { id: "k", name: "ci", ownerId: "ann", createdAt: NOW - 60 * DAY, expiresAt: NOW + 60 * DAY };
  return { ...withPrincipals(principal("ann")), keys: [{ ...key, disabled: false, lastUsedAt: NOW - DAY, ...parts }] };
};

/** Provider, what is the case, and what it says of it. */
const cases: readonly (readonly [name: string, facts: Facts, state: EvidenceState, why: RegExp])[] = [
  ["alerts", seeing({ platformAlerts: 2 }), "green", /2 alerts/],
  ["alerts", seeing({ platformAlerts: 0 }), "red", /no alert/],
  [
    "audit-log",
    seeing({ audit: { verifiedUntil: NOW, broken: false, sinks: [{ name: "s3", healthy: true }] } }),
    "green",
    /whole up to 2027-01-15/,
  ],
  ["audit-log", seeing({ audit: { verifiedUntil: NOW, broken: true, sinks: [] } }), "red", /broken/],
  [
    "audit-log",
    seeing({ audit: { verifiedUntil: NOW, broken: false, sinks: [{ name: "s3", healthy: false }] } }),
    "red",
    /s3/,
  ],
  ["audit-log", seeing({ audit: { verifiedUntil: NOW - 9 * DAY, broken: false, sinks: [] } }), "amber", /not since/],
  ["audit-log", seeing({ audit: { verifiedUntil: NOW, broken: false, sinks: [] } }), "amber", /sent nowhere/],
  ["audit-log", seeing({ audit: { verifiedUntil: NOW, broken: false } }), "unknown", /sinks are not known/],
  ["audit-log", seeing({ audit: { verifiedUntil: null, broken: false } }), "unknown", /never verified/],
  ["capacity", seen({ capacity: use(10, 2) }), "green", /below 80 %/],
  ["capacity", seen({ capacity: use(10, 12) }), "red", /120 %/],
  ["capacity", seen({ capacity: use(0, 0) }), "unknown", /orders.abc123 has no capacity to compare with/],
  ["capacity", seen({ capacity: use(10, 1, 4) }), "red", /was refused 4 actions in one minute by its capacity/],
  ["capacity", seen({}), "unknown", /no gateway has counted its calls, which is what tells it\.$/],
  ["certificate-expiry", withSettings({}), "green", /1 Namespace/],
  ["certificate-expiry", withSettings({ mtlsAuth: false, firstCaExpiresAt: null }), "green", /1 Namespace/],
  ["certificate-expiry", withSettings({ firstCaExpiresAt: NOW + 10 * DAY }), "amber", /ends on 2027-01-25/],
  ["certificate-expiry", withSettings({ firstCaExpiresAt: NOW }), "red", /ended on/],
  [
    "certificate-expiry",
    withSettings({ firstCaExpiresAt: null }),
    "unknown",
    /orders.abc123 uses certificates and names no authority/,
  ],
  ["codec-server", withSettings({ codecEndpoint: "" }), "red", /orders.abc123 has no codec server/],
  ["codec-server", withSettings({}), "unknown", /whether the codec server that is set answers/],
  ["codec-server", seenCodec("decodes"), "green", /1 Namespace with a codec server that answers/],
  ["codec-server", seenCodec("decodes", { cors: true }), "green", /answers/],
  ["codec-server", seenCodec("decodes", { cors: false }), "amber", /pages of the Web UI may not call \(CORS\)/],
  ["codec-server", seenCodec("decodes", { endpoint: "https://old.example" }), "unknown", /nobody looked/],
  ["codec-server", seenCodec("refuses", { status: 401 }), "amber", /answers 401: .* does not pass/],
  ["codec-server", seenCodec("refuses", { status: 401 }, { codecCredentials: true }), "green", /answers/],
  ["codec-server", seenCodec("unsure", { status: 400 }), "amber", /answers 400, so that/],
  ["codec-server", seenCodec("fails", { status: 502 }), "red", /has answered 502 and decoded nothing since 2027-01-14/],
  [
    "codec-server",
    seenCodec("silent"),
    "red",
    /orders.abc123 has a codec server \(https:\/\/codec.example\) that has not answered since 2027-01-14/,
  ],
  [
    "codec-server",
    seenCodec("unlisted"),
    "unknown",
    /has one at https:\/\/codec.example, which the setting codecServers.probe/,
  ],
  ["cost", seeing({ accountCost: { amount: 5, currency: "USD", budget: 10 } }), "green", /50 %/],
  ["cost", seeing({ accountActions: 12 }), "amber", /used 12 actions this month, and no price list/],
  ["cost", seeing({ accountCost: { amount: 5, currency: "USD" } }), "amber", /5 USD and has no budget/],
  ["cost", seeing({ accountCost: { amount: 5, currency: "USD", budget: 4 } }), "red", /125 %/],
  [
    "cost",
    seeing({ accountCost: { amount: 5.13, currency: "USD", budget: 10, partial: true } }),
    "amber",
    /costs at least 5.13 USD, since not all that was used is known/,
  ],
  ["cost", seeing({ accountCost: { amount: 11, currency: "USD", budget: 10, partial: true } }), "red", /110 %/],
  ["cost", seeing({}), "unknown", /nobody reported it/],
  ["firewall-rules", withSettings({}), "green", /1 Namespace bound to/],
  ["firewall-rules", withSettings({ connectivityRules: ["stable"] }), "green", /1 Namespace/],
  ["firewall-rules", withSettings({ connectivityRules: ["private", "changing"] }), "amber", /without stable IPs/],
  ["firewall-rules", withSettings({ connectivityRules: [] }), "amber", /open to everywhere/],
  ["firewall-rules", makeFacts(), "unknown", /nobody looked at/],
  ["key-hygiene", withKey({}), "green", /1 key/],
  ["key-hygiene", withKey({ ownerId: "gone" }), "red", /ci has an owner who is not active/],
  ["key-hygiene", withKey({ expiresAt: null }), "red", /never ends/],
  ["key-hygiene", withKey({ expiresAt: NOW }), "amber", /has ended/],
  ["key-hygiene", withKey({ expiresAt: NOW + 3 * DAY }), "amber", /ends in 3 days/],
  ["key-hygiene", withKey({ expiresAt: NOW + 900 * DAY }), "amber", /longer than 365 days/],
  ["key-hygiene", withKey({ lastUsedAt: null }), "amber", /never used/],
  ["key-hygiene", withKey({ lastUsedAt: null, createdAt: NOW - DAY }), "green", /1 key/],
  ["key-hygiene", withKey({ lastUsedAt: undefined }), "unknown", /whether 1 key/],
  ["key-hygiene", withKey({ disabled: true, expiresAt: null }), "unknown", /no enabled API key/],
  ["metrics", seeing({ metrics: { enabled: true, lastScrapedAt: NOW - 60_000 } }), "green", /last hour/],
  ["metrics", seeing({ metrics: { enabled: true, lastScrapedAt: NOW - 2 * DAY } }), "red", /2027-01-13/],
  ["metrics", seeing({ metrics: { enabled: true, lastScrapedAt: null } }), "red", /nobody has scraped/],
  ["metrics", seeing({ metrics: { enabled: true } }), "unknown", /whether anybody scrapes/],
  ["metrics", seeing({ metrics: { enabled: false } }), "red", /off/],
  [
    "namespace-tags",
    makeFacts({ namespaces: [makeNamespace("orders", { tags: { team: "orders" } })] }),
    "green",
    /1 Namespace/,
  ],
  ["namespace-tags", makeFacts(), "amber", /orders-staging.abc123 has no tags/],
  ["principals-in-teams", withPrincipals(principal("ann", { groups: ["g1"] })), "green", /All 1/],
  ["principals-in-teams", withPrincipals(principal("ann")), "amber", /ann@abc.example/],
  ["principals-in-teams", withPrincipals(principal("ann", { active: false })), "unknown", /no active/],
  ["private-connectivity", withSettings({}), "green", /1 Namespace/],
  ["private-connectivity", withSettings({ connectivityRules: [] }), "amber", /from everywhere/],
  ["private-connectivity", withSettings({ connectivityRules: ["private", "stable"] }), "amber", /publicly, too/],
  ["private-connectivity", withSettings({ connectivityRules: ["unknown"] }), "amber", /lets anybody in/],
  ["rate-limits", seen({}), "unknown", /no gateway has counted its calls, which is what tells it\.$/],
  ["rate-limits", seen({ rate: use(400, 100, 1) }), "red", /was refused 1 request in one minute by its rate limit/],
  ["rate-limits", seen({ rate: use(400, 100) }), "green", /1 Namespace/],
  ["rate-limits", seen({ rate: use(400, 320) }), "amber", /80 %/],
  [
    "saml-scim",
    seeing({ signIn: { saml: true, scim: true } }, { groups: [{ id: "g", displayName: "G", kind: "scim" }] }),
    "green",
    /1 group/,
  ],
  ["saml-scim", seeing({ signIn: { saml: true, scim: true } }), "amber", /no group/],
  ["saml-scim", seeing({ signIn: { saml: true, scim: false } }), "amber", /SCIM is not/],
  ["saml-scim", seeing({ signIn: { saml: false, scim: false } }), "red", /SAML and SCIM/],
  ["user-groups", withPrincipals(principal("ann", { groups: ["g1"] })), "green", /1 group/],
  ["user-groups", withPrincipals(principal("ann", { groups: ["g1"], active: false })), "amber", /Orders/],
  ["user-groups", makeFacts(), "red", /no user group/],
  ["worker-deployments", seen({ taskQueues: [{ name: "q", pollers: 2 }] }), "green", /1 Namespace/],
  ["worker-deployments", seen({ taskQueues: [{ name: "q", pollers: 0 }] }), "red", /no poller on q/],
  ["worker-deployments", seen({ taskQueues: [] }), "amber", /no task queue/],
  ["worker-versioning", seen({ deployments: [{ name: "d", currentBuild: "7" }] }), "green", /1 Namespace/],
  ["worker-versioning", seen({ deployments: [{ name: "d", currentBuild: "" }] }), "amber", /no current version of d/],
  ["worker-versioning", seen({ deployments: [] }), "amber", /no Worker Deployment/],
];

describe("evidence", () => {
  for (const [at, [name, facts, state, why]] of cases.entries()) {
    it(`by ${name} is ${state} where it should be (case ${at}: ${why.source})`, () => {
      const evidence = judge(name, facts);
      assert.equal(evidence.state, state, evidence.why);
      assert.match(evidence.why, why);
      assert.match(evidence.why, /\.$/);
    });
  }

  it("looks at a team's own Namespaces only", () => {
    const untagged = makeFacts({
      namespaces: [makeNamespace("orders", { tags: { team: "orders" } }), makeNamespace("payments")],
    });
    const states = ["orders", "payments", "idle", "platform"].map(
      (team) => judge("namespace-tags", untagged, team).state,
    );
    assert.deepEqual(states, ["green", "amber", "unknown", "amber"]);
  });

  it("looks at a team's own group", () => {
    const facts = withPrincipals(principal("ann", { groups: ["g1"] }));
    assert.equal(judge("user-groups", facts, "orders").state, "green");
    assert.equal(judge("user-groups", facts, "payments").why, "Payments Team has no user group.");
    const gone: Team = { ...orders, groups: ["Gone"] };
    assert.match(judge("user-groups", facts, "orders", makeModel([], {}, [gone])).why, /not there: Gone/);
  });

  it("names three at most, and counts the rest", () => {
    const many = makeFacts({ namespaces: ["a", "b", "c", "d", "e"].map((name) => makeNamespace(name)) });
    assert.match(judge("namespace-tags", many).why, /^a\.abc123 .*, b.*, c\.abc123 has no tags and 2 more\.$/);
  });

  it("is never green of an account of which nothing is known", () => {
    const facts = makeFacts({ namespaces: [] });
    for (const { name } of evidenceProviders(resolveTeams(model, facts))) {
      for (const team of [null, "orders", "platform"]) assert.notEqual(judge(name, facts, team).state, "green", name);
    }
  });

  it("is never green where one Namespace was not looked at", () => {
    const good: ObservedNamespace = {
      codec: { endpoint: settings.codecEndpoint, result: "decodes", since: NOW },
      rate: use(10, 1),
      capacity: use(10, 1),
      taskQueues: [{ name: "q", pollers: 1 }],
      deployments: [{ name: "d", currentBuild: "1" }],
      alerts: 1,
      cost: { amount: 1, currency: "USD", budget: 10 },
    };
    const names = [
      "codec-server",
      "rate-limits",
      "capacity",
      "worker-deployments",
      "worker-versioning",
      "alerts",
      "cost",
    ];
    const namespaces = ["orders", "orders-staging"].map((name) => makeNamespace(name, { settings }));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.subarray(namespaces), (name, looked) => {
        const observed = { namespaces: new Map(looked.map(({ uid }) => [uid, good])) };
        const { state } = judge(name, makeFacts({ namespaces, observed }), "orders");
        assert.equal(state, looked.length === namespaces.length ? "green" : "unknown");
      }),
    );
  });

  it("has one provider of each name", () => {
    const names = evidenceProviders(resolveTeams(model, makeFacts())).map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)].sort());
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });
});
