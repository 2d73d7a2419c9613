// A process that freezes in the middle of a transaction keeps its locks, and every writer of the account needs the one
// row of the policy version. So each transaction tells Postgres how long it may stand still, and how long it waits for
// the locks of others. By SET LOCAL, in the round trip of BEGIN: PgBouncer refuses such settings when a connection
// starts, and would hand those of a session on to somebody else's.
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from "kysely";

export interface TransactionBounds {
  /** Seconds without a statement after which Postgres ends the session; 0: as the server has it. */
  readonly idleInTransactionSeconds: number;
  /** Seconds that one statement waits for a lock before it fails; 0: as the server has it. */
  readonly lockWaitSeconds: number;
}

/** Who waits outlasts who hangs: a process that freezes costs the others time and no failure. */
export const defaultBounds: TransactionBounds = { idleInTransactionSeconds: 10, lockWaitSeconds: 15 };

export class BoundedDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #bounds: readonly string[];

  constructor(config: PostgresDialectConfig, { idleInTransactionSeconds, lockWaitSeconds }: TransactionBounds) {
    super(config);
    this.#config = config;
    this.#bounds = [
      ...(idleInTransactionSeconds === 0
        ? []
        : [`SET LOCAL idle_in_transaction_session_timeout = '${idleInTransactionSeconds}s'`]),
      ...(lockWaitSeconds === 0 ? [] : [`SET LOCAL lock_timeout = '${lockWaitSeconds}s'`]),
    ];
  }

  override createDriver(): PostgresDriver {
    return new BoundedDriver(this.#config, this.#bounds);
  }
}

type Settings = Parameters<PostgresDriver["beginTransaction"]>[1];

class BoundedDriver extends PostgresDriver {
  readonly #bounds: readonly string[];

  constructor(config: PostgresDialectConfig, bounds: readonly string[]) {
    super(config);
    this.#bounds = bounds;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    { isolationLevel, accessMode }: Settings,
  ): Promise<void> {
    const modes = [isolationLevel && `ISOLATION LEVEL ${isolationLevel}`, accessMode].filter(Boolean).join(" ");
    await connection.executeQuery(CompiledQuery.raw([`BEGIN ${modes}`, ...this.#bounds].join("; ")));
  }
}
