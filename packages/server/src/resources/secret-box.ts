// Keeps one-time secrets readable for a retry: encrypted with a key that is not in the database.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** How long an answer with a secret can be asked for again. */
export const replayWindowMs = 10 * 60 * 1000;

export interface SecretBox {
  /** `context` binds the cell to its row: moved elsewhere it does not open. */
  seal(secret: string, context: string): Uint8Array;
  /** Null when the key or the context is another one. */
  open(cell: Uint8Array, context: string): string | null;
}

/** @param masterKey at least 32 bytes from the deployment's own secret store or key file */
export function createSecretBox(masterKey: Uint8Array): SecretBox {
  if (masterKey.length < 32) throw new Error("the secrets key needs at least 32 bytes");
  const key = new Uint8Array(hkdfSync("sha256", masterKey, new Uint8Array(0), "remit one-time secrets", 32));
  return {
    seal(secret, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(cell, context) {
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, cell.subarray(0, 12)).setAAD(Buffer.from(context));
        decipher.setAuthTag(cell.subarray(12, 28));
        return Buffer.concat([decipher.update(cell.subarray(28)), decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}
