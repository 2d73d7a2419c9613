// What people say and what matrices say. Each line: the words or phrases of a question, then the words to look for as
// well. Words that a tailored matrix does not have change nothing.
import { wordsOf } from "./words.ts";

const lines: readonly (readonly [asked: string, meant: string])[] = [
  // Access and identity.
  [
    "permission denied | forbidden | unauthorized | not authorized | not allowed | access denied | log in | login",
    "access",
  ],
  ["permission | rights | privilege", "access role"],
  ["onboard | joiner | new hire | new colleague | new user | invite | new employee", "user provisioning access"],
  ["offboard | leaver | remove user | left the company", "de-provisioning"],
  ["sso | okta | entra | azure ad | identity provider | idp | single sign on | sign on", "saml scim"],
  ["membership | group member", "user groups"],
  ["unauthenticated | invalid credentials | token | secret", "api key authentication"],
  ["new | create | request | set up | setup", "provisioning"],
  // Network.
  ["privatelink | private link | psc | vpc | private service connect | vpn", "private connectivity"],
  ["connect | connection refused | unreachable | unavailable | network | dns | egress", "connectivity firewall"],
  ["port | ip allow list | allow list | allowlist | whitelist | proxy", "firewall"],
  // Data.
  ["encrypt | encryption | decrypt | decode | payload | pii | personal data", "data converter codec"],
  ["codec endpoint | codec url | codec server endpoint | codec address", "codec server configuration"],
  ["gdpr | regulation | retention policy | data classification | compliance", "data compliance policy"],
  // Limits and cost.
  ["resource exhausted | throttle | throttling | too many requests | rps | aps | quota | rate limited", "rate limits"],
  ["scale up | provisioned capacity | tru | headroom", "capacity"],
  ["bill | billing | invoice | spend | spending | price | pay | budget | expensive", "cost"],
  ["audit | audit trail | who did | who changed", "audit logs"],
  // Workers.
  ["certificate | cert | mtls | tls | x509", "identity authentication auth"],
  ["renew | renewal | expire | expired | expiry | expiring | roll over", "rotation"],
  ["poller | polling | slot | concurrency", "worker task queue"],
  ["pod | node | crashloop | crash | oom | oomkilled | cluster | k8s", "kubernetes infrastructure health"],
  ["autoscale | autoscaler | autoscaling | hpa | replicas", "auto-scaling"],
  ["ship | rollout | roll out | promote | go live | rollback", "build release"],
  ["docker | container | image | registry | jar | npm package", "artifact"],
  ["ci | cd | jenkins | github actions | gitlab", "build pipeline"],
  [
    "nondeterminism | non deterministic | nondeterministic | non determinism | determinism | patch | patching",
    "workflow versioning",
  ],
  // Seeing and being woken.
  ["grafana | graph | chart", "dashboard"],
  ["datadog | prometheus | dynatrace | logging | tracing | opentelemetry", "observability metrics"],
  ["alarm | pager | pagerduty | notification | alerting", "alerts"],
  ["outage | down | on call | oncall | emergency | broken | sev1 | postmortem", "incident response"],
  ["openmetrics | metrics endpoint | scrape | scraping", "cloud metrics"],
  ["custom metric | emit", "custom metrics emission"],
  // Company and craft.
  ["support ticket | support case | temporal support | vendor | raise a ticket", "support coordination"],
  ["performance test | benchmark | stress test | soak test", "load testing"],
  ["docs | documentation | guideline | best practice | tutorial | onboarding guide", "developer guide"],
  ["unit test | integration test | replay test | test suite | testing", "automated tests"],
  ["business logic | write a workflow | code a workflow", "workflow development"],
];

/** Phrase as stems joined by blanks → stems to look for as well. */
export const synonyms: ReadonlyMap<string, readonly string[]> = buildSynonyms();

/** The single words of the table as they are written → their stems, so that a misspelt one is known too. */
export const synonymWords: ReadonlyMap<string, string> = new Map(
  lines
    .flatMap(([asked]) => asked.split("|").map(wordsOf))
    .flatMap((words) => (words.length === 1 ? words.map(({ raw, stem }) => [raw, stem] as const) : [])),
);

/** Every stem that stands in some phrase. */
export const stemsOfPhrases: ReadonlySet<string> = new Set([...synonyms.keys()].flatMap((phrase) => phrase.split(" ")));

/** The longest phrase of the table, in words. */
export const longestPhrase = Math.max(...[...synonyms.keys()].map((phrase) => phrase.split(" ").length));

function buildSynonyms(): Map<string, readonly string[]> {
  const built = new Map<string, readonly string[]>();
  for (const [asked, meant] of lines) {
    const stems = [...new Set(wordsOf(meant).map(({ stem }) => stem))];
    for (const phrase of asked.split("|")) {
      const key = phraseKey(wordsOf(phrase).map(({ stem }) => stem));
      built.set(key, [...new Set([...(built.get(key) ?? []), ...stems])]);
    }
  }
  return built;
}

export function phraseKey(stems: readonly string[]): string {
  return stems.join(" ");
}
