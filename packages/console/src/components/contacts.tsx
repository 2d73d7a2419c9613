// How a team is reached, the quickest way first.
import { Group, Stack, Text } from "@mantine/core";
import { IconClock, IconLifebuoy, IconMail, IconMessage, IconTicket } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { OutsideLink } from "./outside-link.tsx";

/** As the model and the wire have them. */
export interface ContactsProps {
  readonly contacts: Readonly<Record<"chat" | "email" | "onCall" | "ticket", string>> | undefined;
  readonly hours?:
    | { readonly timeZone: string; readonly days: readonly string[]; readonly from: string; readonly to: string }
    | undefined;
}

export function Contacts({ contacts, hours }: ContactsProps) {
  const { chat = "", email = "", onCall = "", ticket = "" } = contacts ?? {};
  if (chat + email + onCall + ticket === "") {
    return (
      <Text size="sm" c="dimmed">
        No contact is given.
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      {chat !== "" && (
        <Way icon={<IconMessage size={16} aria-hidden />} what="Chat">
          {chat}
        </Way>
      )}
      {email !== "" && (
        <Way icon={<IconMail size={16} aria-hidden />} what="E-mail">
          <OutsideLink href={`mailto:${email}`}>{email}</OutsideLink>
        </Way>
      )}
      {onCall !== "" && (
        <Way icon={<IconLifebuoy size={16} aria-hidden />} what="On call">
          <OutsideLink href={onCall}>Who is on call</OutsideLink>
        </Way>
      )}
      {ticket !== "" && (
        <Way icon={<IconTicket size={16} aria-hidden />} what="Ticket">
          <OutsideLink href={ticket}>Open a ticket</OutsideLink>
        </Way>
      )}
      {hours !== undefined && hours.timeZone !== "" && (
        <Way icon={<IconClock size={16} aria-hidden />} what="Working hours">
          {describeHours(hours)}
        </Way>
      )}
    </Stack>
  );
}

const dayNames: Readonly<Record<string, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** "Mon–Fri 09:00–17:00, Europe/Berlin": days that follow each other as one stretch. */
export function describeHours({ timeZone, days, from, to }: NonNullable<ContactsProps["hours"]>): string {
  const week = Object.keys(dayNames);
  const places = week.flatMap((day, index) => (days.includes(day) ? [index] : []));
  const stretches: [number, number][] = [];
  for (const place of places) {
    const last = stretches.at(-1);
    if (last !== undefined && last[1] === place - 1) last[1] = place;
    else stretches.push([place, place]);
  }
  const name = (place: number) => dayNames[week[place] ?? ""] ?? "";
  const words = stretches.map(([first, last]) => (first === last ? name(first) : `${name(first)}–${name(last)}`));
  return `${words.join(", ")} ${from}–${to}, ${timeZone}`.trim();
}

interface WayProps {
  readonly icon: ReactNode;
  readonly what: string;
  readonly children: ReactNode;
}

function Way({ icon, what, children }: WayProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <Text span c="dimmed" lh={1} pt={3} title={what}>
        {icon}
      </Text>
      <Text size="sm" style={{ overflowWrap: "anywhere", minWidth: 0 }} aria-label={what} role="group">
        {children}
      </Text>
    </Group>
  );
}
