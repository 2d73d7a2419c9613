// The decision framework: a few questions, in order, and the first yes leads to a kind of team.
import { Alert, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { answerFramework, kindTitle, type Model } from "@remit/responsibility";
import { IconUsers } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { WhoAnswers } from "../responsibility/owner-mark.tsx";

export function Framework({ model }: { readonly model: Model }) {
  const { matrix } = model;
  const [answers, setAnswers] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { answer, next } = answerFramework(matrix, answers);
  const say = (id: string, yes: boolean) => setAnswers((now) => new Map([...now, [id, yes]]));
  const firstButton = useRef<HTMLButtonElement>(null);
  // The button that was pressed goes with its question: the focus goes on to the next one.
  useEffect(() => {
    if (answers.size > 0) firstButton.current?.focus();
  }, [answers]);
  if (matrix.framework.length === 0) return <Text size="sm">The matrix has no questions for this.</Text>;
  const kind = matrix.kinds.find(({ id }) => id === answer?.kind);
  return (
    <Stack gap="sm">
      {matrix.framework.map(({ id, question }) => {
        const said = answers.get(id);
        if (said === undefined && next?.id !== id) return null;
        return (
          <Paper key={id} withBorder px="md" py="sm">
            <Group justify="space-between" gap="sm">
              <Text style={{ overflowWrap: "anywhere", flex: "1 1 16rem" }}>{question}</Text>
              {said === undefined ? (
                <Group gap="xs">
                  <Button
                    ref={firstButton}
                    size="xs"
                    variant="default"
                    onClick={() => say(id, true)}
                    aria-label={`Yes: ${question}`}
                  >
                    Yes
                  </Button>
                  <Button size="xs" variant="default" onClick={() => say(id, false)} aria-label={`No: ${question}`}>
                    No
                  </Button>
                </Group>
              ) : (
                <Text fw={600}>{said ? "Yes" : "No"}</Text>
              )}
            </Group>
          </Paper>
        );
      })}
      <div aria-live="polite">
        {answer !== null && kind !== undefined && (
          <Alert icon={<IconUsers aria-hidden />} title={`Ask: ${kindTitle(matrix, answer.kind)}`}>
            <WhoAnswers model={model} kind={kind} teamId="" />
          </Alert>
        )}
        {answer === null && next === null && (
          <Alert title="None of these">
            Describe it in the box above in other words, or ask any team of the platform.
          </Alert>
        )}
      </div>
      {answers.size > 0 && (
        <Group>
          <Button
            ref={next === null ? firstButton : undefined}
            size="xs"
            variant="subtle"
            onClick={() => setAnswers(new Map())}
          >
            Begin again
          </Button>
        </Group>
      )}
    </Stack>
  );
}
