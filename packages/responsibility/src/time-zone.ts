// Clocks on the wall, by the time zones that the machine knows. Wall times are written as if they were UTC, in
// milliseconds, so that days and hours of them can be counted.
const hourMs = 3_600_000;

export interface TimeZone {
  /** What the clock shows at a moment. */
  readonly toWall: (time: number) => number;
  /**
   * When the clock shows it. Of a time that the clock shows twice, the first; one that it leaves out is as much later as it
   * leaves out: what iCalendar (RFC 5545) and Temporal in JavaScript do.
   */
  readonly fromWall: (wall: number) => number;
}

/** A formatter costs a thousand times what it costs to use one. Undefined: there is no such zone. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function findFormat(name: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(name)) {
    // Names come from whoever writes teams.
    if (formats.size >= 1_000) formats.clear();
    formats.set(name, makeFormat(name));
  }
  return formats.get(name);
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  const clock = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "numeric", day: "numeric", ...clock });
  } catch {
    return undefined;
  }
}

export const isTimeZone = (name: string): boolean => findFormat(name) !== undefined;

/** Undefined: this machine knows no such zone. */
export function findTimeZone(name: string): TimeZone | undefined {
  const format = findFormat(name);
  if (format === undefined) return undefined;
  const toWall = (time: number): number => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const whole = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return whole + (((time % 1_000) + 1_000) % 1_000);
  };
  const offsetAt = (time: number): number => toWall(time) - time;
  return {
    toWall,
    fromWall: (wall) => {
      const [before, after] = [offsetAt(wall - 24 * hourMs), offsetAt(wall + 24 * hourMs)];
      const [first, second] = [wall - before, wall - after];
      return offsetAt(first) !== before && offsetAt(second) === after ? second : first;
    },
  };
}
