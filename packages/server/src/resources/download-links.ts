// Links that whoever has them may follow until they end: the report's id and the end are signed with a key that is not
// in the database, so nobody makes one for another report or a later time.
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

export interface DownloadLinks {
  /** Path and query of a link. @param expiresAt to the second */
  sign(reportId: string, expiresAt: Date): string;
  /** Whether the link is one of ours and has not ended. Takes as long for every wrong signature. */
  isGood(reportId: string, query: URLSearchParams, now: Date): boolean;
}

const downloadPath = (reportId: string): string => `/cloud/billing-reports/${encodeURIComponent(reportId)}/download`;

/** @param masterKey at least 32 bytes from the deployment's own secret store or key file */
export function createDownloadLinks(masterKey: Uint8Array): DownloadLinks {
  const key = new Uint8Array(hkdfSync("sha256", masterKey, new Uint8Array(0), "remit download links", 32));
  const digest = (reportId: string, expires: number): Buffer =>
    createHmac("sha256", key).update(`billing-report\n${reportId}\n${expires}`).digest();
  return {
    sign(reportId, expiresAt) {
      const expires = Math.floor(expiresAt.getTime() / 1_000);
      const signature = digest(reportId, expires).toString("base64url");
      return `${downloadPath(reportId)}?expires=${expires}&signature=${signature}`;
    },
    isGood(reportId, query, now) {
      const [expires, ...more] = query.getAll("expires");
      const [signature, ...others] = query.getAll("signature");
      if (more.length > 0 || others.length > 0 || !/^\d{1,12}$/.test(expires ?? "")) return false;
      const given = Buffer.from(signature ?? "", "base64url");
      const wanted = digest(reportId, Number(expires));
      // The text too: several texts are one signature where the last character has bits to spare.
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
      return signature === wanted.toString("base64url") && now.getTime() < Number(expires) * 1_000;
    },
  };
}
