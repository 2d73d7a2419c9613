// Models whose every text is somebody else's, and texts that would like to be more than text.
import fc from "fast-check";
import type { Model } from "../model.ts";

/** A model with one of everything, in which all that can be said is `text` and every address is `url`. */
export const modelSaying = (text: string, url = "https://example.com/"): Model => ({
  matrix: {
    organization: text,
    kinds: [
      { id: "platform", title: text, description: text, scope: "account" },
      { id: "application", title: text, description: text, scope: "namespaces" },
    ],
    categories: [{ id: "some", title: text }],
    responsibilities: [
      {
        id: "row",
        category: "some",
        name: text,
        description: text,
        owners: {
          platform: { share: "shared", part: text, team: "team", operations: [] },
          application: { share: "shared", part: text, team: "", operations: [] },
        },
        goLink: "link",
        links: [],
        evidence: [],
        hidden: false,
      },
    ],
    framework: [{ id: "one", question: text, kind: "platform", subject: "" }],
    goLinks: [{ name: "link", url, title: text }],
    baseline: { floorRole: "" },
    requests: { access: "", namespaces: "", approvals: 1, maxHours: 1 },
  },
  teams: [
    {
      id: "team",
      name: text,
      kind: "platform",
      description: text,
      groups: [],
      serviceAccounts: [],
      owns: { namespaces: [], projects: [], tags: [] },
      contacts: { chat: text, email: text, onCall: url, ticket: url },
      escalation: [],
      workingHours: { timeZone: "", days: [], from: "", to: "" },
    },
  ],
});

const endings = ["|", "\\", "\\|", "||", "`", "```", "\n", "\r\n", "\t", "\u2028", '"', ",", ";", " ", "x"];
const controls = ["\u0000", "\u001b[2J", "\u202e", "\ud800"];
const html = [
  "<script>alert(1)</script>",
  "</td></tr></table>",
  "<!--",
  "-->",
  '" onload="x',
  "' x='",
  "&lt;",
  "&#124;",
];
const links = [
  "[a](javascript:alert(1))",
  "![x](https://evil.example)",
  "https://evil.example",
  "www.evil.example",
  "a@b.c",
];
const beginnings = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "# ", "- ", "1. ", "> ", "---", "***"];
const pieces = [...endings, ...controls, ...html, ...links, ...beginnings];

/** Any text that is not empty, the more often hostile. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", minLength: 1 }),
);
