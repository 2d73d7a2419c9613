// An operation whose end depends on what else has happened meanwhile: failovers and changes of Nexus endpoints do not wait
// for each other, so each compares, with the rows locked, before it writes.
import { type Transition, type TransitionDeps, type TransitionOptions, transition } from "./transition.ts";

/** Takes back what a body has written before it found that it must not. */
class Overtaken extends Error {}

/** As `transition`; false: the body said so, nothing was written, and the operation has not ended. */
export async function transitionIf(
  deps: TransitionDeps,
  options: TransitionOptions,
  body: (transition: Transition) => Promise<boolean>,
): Promise<boolean> {
  try {
    await transition(deps, options, async (step) => {
      if (!(await body(step))) throw new Overtaken();
    });
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}
