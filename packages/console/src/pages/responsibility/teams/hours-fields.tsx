// Working hours: all of it, or nothing.
import { Autocomplete, Button, Chip, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import type { Team, Weekday } from "@remit/responsibility";

export interface HoursFieldsProps {
  readonly hours: Team["workingHours"];
  readonly onChange: (hours: Team["workingHours"]) => void;
  readonly problem: (field: string) => string | undefined;
}

const days: readonly (readonly [Weekday, string])[] = [
  ["mon", "Mon"],
  ["tue", "Tue"],
  ["wed", "Wed"],
  ["thu", "Thu"],
  ["fri", "Fri"],
  ["sat", "Sat"],
  ["sun", "Sun"],
];

const zones = Intl.supportedValuesOf("timeZone");

const usual = (): Team["workingHours"] => ({
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: ["mon", "tue", "wed", "thu", "fri"],
  from: "09:00",
  to: "17:00",
});

const none: Team["workingHours"] = { timeZone: "", days: [], from: "", to: "" };

export function HoursFields({ hours, onChange, problem }: HoursFieldsProps) {
  const isGiven = hours.timeZone + hours.from + hours.to !== "" || hours.days.length > 0;
  return (
    <Fieldset legend="Working hours">
      {!isGiven ? (
        <Group justify="space-between">
          <Text size="sm">Not given.</Text>
          <Button size="xs" variant="default" onClick={() => onChange(usual())}>
            Give working hours
          </Button>
        </Group>
      ) : (
        <Stack gap="sm">
          <Autocomplete
            label="Time zone"
            data={zones}
            limit={20}
            value={hours.timeZone}
            onChange={(timeZone) => onChange({ ...hours, timeZone })}
            error={problem("workingHours.timeZone")}
          />
          <div>
            <Text size="sm" fw={500} mb={4}>
              Days
            </Text>
            <Chip.Group
              multiple
              value={[...hours.days]}
              onChange={(chosen) =>
                onChange({ ...hours, days: days.map(([day]) => day).filter((day) => chosen.includes(day)) })
              }
            >
              <Group gap="xs">
                {days.map(([day, name]) => (
                  <Chip key={day} value={day} size="sm">
                    {name}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
            {problem("workingHours.days") !== undefined && (
              <Text size="xs" c="red" mt={4}>
                {problem("workingHours.days")}
              </Text>
            )}
          </div>
          <Group grow align="start">
            <TextInput
              label="From"
              placeholder="09:00"
              value={hours.from}
              onChange={(event) => onChange({ ...hours, from: event.currentTarget.value })}
              error={problem("workingHours.from")}
            />
            <TextInput
              label="To"
              placeholder="17:00"
              value={hours.to}
              onChange={(event) => onChange({ ...hours, to: event.currentTarget.value })}
              error={problem("workingHours.to")}
            />
          </Group>
          <Group>
            <Button size="xs" variant="subtle" onClick={() => onChange(none)}>
              Give none
            </Button>
          </Group>
        </Stack>
      )}
    </Fieldset>
  );
}
