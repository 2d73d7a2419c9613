// Whether somebody is at the page. Pages ask again by themselves as long as they can be seen; what nobody is there to
// read must not keep a session from ending.

const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** So long after the last sign of somebody they count as being there: the answers to what they did come in meanwhile. */
const thereForMs = 30_000;

/** Opening the page is a sign. The function answers whether calls are made for somebody, or by the page itself. */
export function watchPresence(target: EventTarget, now: () => number = Date.now): () => boolean {
  let last = now();
  const note = (): void => {
    last = now();
  };
  for (const sign of signs) target.addEventListener(sign, note, { passive: true, capture: true });
  return () => now() - last < thereForMs;
}
