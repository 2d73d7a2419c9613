// Where data lies, and the key that encrypts a part of it.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

export const store = {
  dataDirectory: setting(
    {
      env: "REMIT_DATA_DIR",
      flag: "data-dir",
      description: "Directory of this machine's own files: the embedded database, its secrets key and the local CA.",
    },
    text.default(".remit/data"),
  ),
  postgres: z
    .strictObject({
      url: setting(
        {
          env: "REMIT_POSTGRES_URL",
          flag: "postgres-url",
          description:
            "Postgres 15 or newer, as postgres://user:password@host:5432/database. The store for production.",
          otherwise: "the embedded database",
        },
        z
          .string()
          .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
          .optional(),
      ),
      poolSize: setting(
        {
          env: "REMIT_POSTGRES_POOL_SIZE",
          flag: "postgres-pool-size",
          description: "Connections that one process opens.",
        },
        z.int().min(2).max(1000).default(10),
      ),
      idleInTransactionSeconds: setting(
        {
          env: "REMIT_POSTGRES_IDLE_IN_TRANSACTION_SECONDS",
          flag: "postgres-idle-in-transaction-seconds",
          description:
            "After so long without a statement Postgres ends a transaction and its session, so that a process that freezes " +
            "does not hold up all others. Set in each transaction, as PgBouncer takes it; 0 leaves it to the server.",
        },
        z.int().min(0).max(3600).default(10),
      ),
      lockWaitSeconds: setting(
        {
          env: "REMIT_POSTGRES_LOCK_WAIT_SECONDS",
          flag: "postgres-lock-wait-seconds",
          description:
            "How long a statement of a transaction waits for a lock; the call then answers Unavailable, and clients repeat " +
            "it. Longer than the one before, a process that freezes costs others only time. 0 leaves it to the server.",
        },
        z.int().min(0).max(3600).default(15),
      ),
      schema: setting(
        {
          env: "REMIT_POSTGRES_SCHEMA",
          flag: "postgres-schema",
          description: "Postgres schema that holds the tables.",
          otherwise: "the connection's own (public)",
        },
        z
          .string()
          .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be a plain lower-case name")
          .optional(),
      ),
    })
    .prefault({}),
  pglite: z
    .strictObject({
      directory: setting(
        {
          env: "REMIT_PGLITE_DIR",
          flag: "pglite-dir",
          description: "Directory of the embedded database, or `memory` to keep nothing. Not for production.",
          otherwise: "dataDirectory",
        },
        text.optional(),
      ),
    })
    .prefault({}),
};

export const secrets = {
  secretsKeyFile: setting(
    {
      env: "REMIT_SECRETS_KEY_FILE",
      flag: "secrets-key-file",
      description:
        "File with at least 32 random bytes in base64 or hex. They encrypt what the database must not give away by itself.",
      otherwise: "made in dataDirectory at the first start; with Postgres it must be given, as all processes share it",
    },
    text.optional(),
  ),
  secretsKey: setting(
    {
      env: "REMIT_SECRETS_KEY",
      flag: null,
      noFlag: "arguments are visible to every user of the machine",
      description: "The same bytes as a value. One of the two.",
      otherwise: "secretsKeyFile",
    },
    text.optional(),
  ),
};
