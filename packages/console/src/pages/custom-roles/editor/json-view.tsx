// The role as JSON, in step with the switches. What is typed stays as it is typed, right or wrong.
import { Alert, Anchor, List, Stack, Text, Textarea } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useRef } from "react";
import type { JsonProblem } from "../draft/role-json.ts";
import classes from "./editor.module.css";

interface JsonViewProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly JsonProblem[];
  /** What was understood otherwise than it was written. */
  readonly notes: readonly string[];
}

export function JsonView({ text, onChange, problems, notes }: JsonViewProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const goTo = (line: number) => {
    const start =
      text
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + (line > 1 ? 1 : 0);
    const end = start + (text.slice(start).split("\n")[0]?.length ?? 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  };
  return (
    <Stack gap="sm">
      <Textarea
        ref={area}
        className={classes.json ?? ""}
        label="The role as JSON"
        description="As the API has it. A role from a file or a page can be pasted, also with grants[] instead of permissions[]."
        autosize
        minRows={12}
        maxRows={36}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={
          problems.length > 0 &&
          (problems.length === 1 ? "1 thing is not right yet" : `${problems.length} things are not right yet`)
        }
      />
      {problems.length > 0 && (
        <List size="sm" aria-label="What is not right yet">
          {problems.map(({ line, field, message }) => (
            <List.Item key={`${line} ${field} ${message}`} style={{ overflowWrap: "anywhere" }}>
              <Anchor component="button" type="button" size="sm" onClick={() => goTo(line)}>
                Line {line}
              </Anchor>
              : {field !== "" && `${field}: `}
              {message}
            </List.Item>
          ))}
        </List>
      )}
      {notes.length > 0 && (
        <Alert color="blue" variant="light" icon={<IconInfoCircle aria-hidden />} title="Read like this" role="status">
          <List size="sm">
            {notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
          <Text size="sm" mt="xs">
            Look at the switches before you save.
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
