// Changes of the access rules follow on each other: all of them lock one row. Those that would only wait for it wait here,
// because in the database each of them would hold a connection that somebody who reads could use.
import pLimit from "p-limit";
import { unavailable } from "../errors.ts";

export type InTurn = <T>(run: () => Promise<T>) => Promise<T>;

/** One works, and the next ones stand ready: their transactions have begun when it commits. */
const ready = 3;
/** As long as a connection is waited for. Who waited longer may have given up: it would be done behind their back. */
const patienceMs = 10_000;

/** The function throws what `run` throws, and RemitError UNAVAILABLE without having run it. */
export function createInTurn(): InTurn {
  const limit = pLimit(ready);
  return (run) => {
    const asked = performance.now();
    return limit(() => {
      if (performance.now() - asked > patienceMs) throw unavailable("too many changes wait for their turn");
      return run();
    });
  };
}
