// The last day of something that is for a time, by the browser's own calendar.
import { TextInput } from "@mantine/core";

const dayMs = 86_400_000;

export const daysFromNow = (days: number): Date => new Date(Date.now() + days * dayMs);

/** The end of a day here, as people mean it who name a day. */
export function toDay(date: Date): Date {
  const end = new Date(date);
  end.setHours(23, 59, 59, 0);
  return end;
}

export interface DayInputProps {
  readonly label: string;
  readonly description?: string;
  readonly value: Date | null;
  readonly onChange: (day: Date | null) => void;
  /** The server takes nothing that is further away. */
  readonly mostDays: number;
}

export function DayInput({ label, description, value, onChange, mostDays }: DayInputProps) {
  return (
    <TextInput
      type="date"
      label={label}
      description={description}
      required
      value={value === null ? "" : toText(value)}
      min={toText(daysFromNow(0))}
      max={toText(daysFromNow(mostDays - 1))}
      onChange={({ currentTarget: { value: text } }) => {
        const date = new Date(`${text}T00:00:00`);
        onChange(Number.isNaN(date.getTime()) ? null : toDay(date));
      }}
    />
  );
}

const two = (number: number): string => String(number).padStart(2, "0");

/** As the input writes a day; toISOString would tell the day in Greenwich. */
const toText = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
