// A secret that is shown once: to be copied now, and in no page, storage or address afterwards.
import { Alert, Button, Checkbox, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./shown-once.module.css";

export interface ShownOnceProps {
  readonly secret: string;
  /** "API key": for labels. */
  readonly what: string;
  /** What to do with it, and until when. */
  readonly children: ReactNode;
  /** Called when the person is done with it: the caller forgets the secret then. */
  readonly onDone: () => void;
  readonly doneLabel?: string;
}

export function ShownOnce({ secret, what, children, onDone, doneLabel = "Done" }: ShownOnceProps) {
  const [kept, setKept] = useState(false);
  return (
    <Stack>
      <Alert color="yellow" variant="light" icon={<IconKey aria-hidden />} title={`This ${what} is shown only now`}>
        <Text size="sm">{children}</Text>
      </Alert>
      <output className={classes.secret} aria-label={what}>
        {secret}
      </output>
      <Group>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              data-autofocus
              onClick={() => {
                copy();
                setKept(true);
              }}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? "Copied" : `Copy the ${what}`}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Checkbox
        label={`I have put the ${what} where I will find it`}
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group justify="end">
        <Button onClick={onDone} disabled={!kept}>
          {doneLabel}
        </Button>
      </Group>
    </Stack>
  );
}
