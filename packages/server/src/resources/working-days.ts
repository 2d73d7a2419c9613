// Time as people who work Monday to Friday have it, by UTC: good enough for a reminder.
const dayMs = 86_400_000;

const isWeekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay());

/** The moment that is so many working days before `now`: what is older has waited that long. */
export function workingDaysBefore(now: Date, days: number): Date {
  let time = now.getTime();
  // A weekend is as if it were not there: at its end nothing has waited longer than at its beginning.
  while (isWeekend(time)) time = Math.floor(time / dayMs) * dayMs - 1;
  for (let left = days; left > 0; left -= 1) {
    time -= dayMs;
    while (isWeekend(time)) time -= dayMs;
  }
  return new Date(time);
}
