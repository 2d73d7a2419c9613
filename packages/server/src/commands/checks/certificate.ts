import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Config } from "../../config/index.ts";
import { localCertificateFile, renewBelowDays } from "../../config/local-ca.ts";
import { type Check, fail, ok, warn } from "./check.ts";

const dayMs = 24 * 3_600_000;
const subject = "certificate";

export function checkCertificate({ listen }: Config, now: Date): Check[] {
  if (listen.tls === null) return [];
  const { certificate } = listen.tls;
  if (certificate.kind === "given")
    return [checkDates(certificate.cert, now, "replace the file of listen.tls.certificate")];
  const file = localCertificateFile(certificate.directory);
  if (!existsSync(file)) return [ok(subject, "local: the first start makes it")];
  return [checkDates(readFileSync(file, "utf8"), now, "a restart renews it")];
}

function checkDates(pem: string, now: Date, advice: string): Check {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  const until = validToDate.toISOString().slice(0, 10);
  if (validFromDate > now) return fail(subject, `valid only from ${validFromDate.toISOString()}`, "check the clock");
  const days = Math.floor((validToDate.getTime() - now.getTime()) / dayMs);
  if (days < 0) return fail(subject, `ended on ${until}`, advice);
  return days < renewBelowDays
    ? warn(subject, `ends on ${until}, in ${days} days`, advice)
    : ok(subject, `valid until ${until}`);
}
