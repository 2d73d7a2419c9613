import { type Found, risks } from "@remit/client";
import { toInertLine } from "../inert.ts";

/** By risk, each finding with its id, and under it what would mend it. */
export function renderFound(findings: readonly Found[]): string {
  if (findings.length === 0) return "No drift: responsibility and access agree.";
  const width = Math.max(...risks.map((risk) => risk.length));
  const lines = findings.flatMap(({ id, risk, text, fix, acknowledged }) => [
    `${risk.padEnd(width)}  ${text}`,
    `${" ".repeat(width)}  id: ${id}`,
    ...fix.map((change) => `${" ".repeat(width)}  fix: ${change}`),
    ...(acknowledged === null
      ? []
      : [`${" ".repeat(width)}  accepted by ${acknowledged.by} until ${acknowledged.until}: ${acknowledged.reason}`]),
  ]);
  return [...lines.map(toInertLine), "", summarise(findings)].join("\n");
}

function summarise(findings: readonly Found[]): string {
  const open = findings.filter(({ acknowledged }) => acknowledged === null);
  const counts = risks.map((risk) => `${open.filter((one) => one.risk === risk).length} ${risk}`).join(", ");
  const accepted = findings.length - open.length;
  return `${open.length} findings: ${counts}${accepted === 0 ? "" : `; ${accepted} accepted`}.`;
}
