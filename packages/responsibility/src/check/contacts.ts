// How and when a team is reached. What is wrong here is found out on a bad day, so it is found out now.
import type { Contacts, Weekday, WorkingHours } from "../model.ts";
import { isTimeZone } from "../time-zone.ts";
import type { Loose } from "./input.ts";
import { matrixLimits as limits } from "./limits.ts";
import { readNames } from "./lists.ts";
import { at, note, type Place, quoteShort } from "./problem.ts";
import { readUrl } from "./urls.ts";
import { readOneOf } from "./values.ts";

export function readContacts(place: Place, { chat, email, onCall, ticket }: Loose<Contacts>): Contacts {
  return {
    chat: readShape(at(place, "chat"), chat, chatShape),
    email: readShape(at(place, "email"), email, emailShape),
    onCall: readUrl(at(place, "onCall"), onCall),
    ticket: readUrl(at(place, "ticket"), ticket),
  };
}

interface Shape {
  readonly pattern: RegExp;
  readonly max: number;
  /** Completes "must be …". */
  readonly words: string;
}

const chatShape: Shape = {
  pattern: /^#[\p{L}\p{N}._-]+$/u,
  max: 81,
  words: '"#" and up to 80 letters, digits, ".", "_" and "-", as "#temporal-platform"',
};

/** The shape that browsers accept in a form; nothing in it can add a header or a second recipient. */
const emailShape: Shape = {
  pattern:
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
  max: limits.email,
  words: "one address, as team@example.com",
};

const zoneShape: Shape = {
  pattern: /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9][A-Za-z0-9_+-]*){0,2}$/,
  max: 64,
  words: "the IANA name of a time zone, as Europe/Berlin",
};

const timeShape: Shape = {
  pattern: /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
  max: 5,
  words: "a time of day from 00:00 to 24:00, as 09:00",
};

function readShape(place: Place, text = "", { pattern, max, words }: Shape): string {
  if (text !== "" && (text.length > max || !pattern.test(text))) note(place, `${quoteShort(text)} must be ${words}`);
  return text;
}

/** A zone that is misspelt would be no zone: reminders would come as if no hours had been said. */
function readTimeZone(place: Place, input: string | undefined): string {
  const name = readShape(place, input, zoneShape);
  const shaped = name !== "" && name.length <= zoneShape.max && zoneShape.pattern.test(name);
  if (shaped && !isTimeZone(name))
    note(place, `there is no time zone ${quoteShort(name)}; it must be ${zoneShape.words}`);
  return name;
}

const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** All of it or nothing: hours without a zone or days would be read differently by everybody. */
export function readWorkingHours(place: Place, input: Loose<WorkingHours>): WorkingHours {
  const days: Weekday[] = [];
  readNames(at(place, "days"), input.days, weekdays.length, (entry, day) => {
    const read = readOneOf(entry, day, weekdays, "mon");
    days.push(read);
    return day;
  });
  const timeZone = readTimeZone(at(place, "timeZone"), input.timeZone);
  const from = readShape(at(place, "from"), input.from, timeShape);
  const to = readShape(at(place, "to"), input.to, timeShape);
  const given = { timeZone, days: days.join(), from, to };
  const absent = Object.entries(given).filter(([, value]) => value === "");
  if (absent.length > 0 && absent.length < 4) {
    for (const [field] of absent) note(at(place, field), "must be given with the rest of the working hours");
  } else if (from !== "" && timeShape.pattern.test(from) && timeShape.pattern.test(to) && from >= to) {
    note(at(place, "to"), `${to} must be later than ${from}; hours that pass midnight end at 24:00`);
  }
  return { timeZone, days, from, to };
}
