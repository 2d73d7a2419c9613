// The questions of the decision framework, in the order in which they are asked: the first yes leads to a kind of team.
import { ActionIcon, Button, Group, Modal, Paper, Select, Stack, Text, Textarea, Tooltip } from "@mantine/core";
import { type FrameworkQuestion, type Matrix, matrixLimits, type Problem } from "@remit/responsibility";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type Edit, makeId } from "./edits.ts";
import { Move } from "./move.tsx";
import { problemsAt } from "./name-place.ts";
import { addQuestion, editQuestion, moveQuestion, removeQuestion } from "./settings-edits.ts";

export interface QuestionsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly matrix: Matrix;
  readonly problems: readonly Problem[];
  readonly edit: (edit: Edit) => void;
}

/** What Remit can tell by itself, without asking a person. */
const subjects: readonly { readonly value: FrameworkQuestion["subject"]; readonly label: string }[] = [
  { value: "", label: "Only a person can say" },
  { value: "several-namespaces", label: "It is about two or more Namespaces" },
  { value: "application", label: "It is about what runs in one Namespace" },
  { value: "account-admin", label: "It needs a Global Admin" },
];

export function QuestionsDialog({ opened, onClose, matrix, problems, edit }: QuestionsDialogProps) {
  const { framework, kinds } = matrix;
  const isFull = framework.length >= matrixLimits.questions;
  const add = () => {
    const question = "New question?";
    const id = makeId(
      question,
      framework.map((one) => one.id),
    );
    edit(addQuestion({ id, question, kind: kinds[0]?.id ?? "", subject: "" }));
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Questions" size="lg" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text size="sm" c="dimmed">
          Asked in this order when nothing else says whom to ask. The first yes leads to a kind of team.
        </Text>
        {framework.map((question, at) => (
          <Question
            key={question.id}
            question={question}
            at={at}
            kinds={kinds}
            isLast={at === framework.length - 1}
            problems={problemsAt(problems, ["framework", at])}
            edit={edit}
          />
        ))}
        {framework.length === 0 && <Text size="sm">There is none: people search, or ask by Namespace.</Text>}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
            disabled={isFull}
            title={isFull ? `There are ${matrixLimits.questions}, which is the most` : undefined}
          >
            Add a question
          </Button>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface QuestionProps {
  readonly question: FrameworkQuestion;
  readonly at: number;
  readonly kinds: Matrix["kinds"];
  readonly isLast: boolean;
  /** By field of the question. */
  readonly problems: ReadonlyMap<string, string>;
  readonly edit: (edit: Edit) => void;
}

function Question({ question: { id, question, kind, subject }, at, kinds, isLast, problems, edit }: QuestionProps) {
  const set = (change: Partial<FrameworkQuestion>) => edit(editQuestion(id, change));
  const name = `question ${at + 1}`;
  return (
    <Paper withBorder p="sm" component="section" aria-label={`Question ${at + 1}`}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={500}>
            {at + 1}
          </Text>
          <Group gap={4} wrap="nowrap">
            <Move name={name} isFirst={at === 0} isLast={isLast} onMove={(by) => edit(moveQuestion(id, by))} />
            <Tooltip label="Remove" withArrow>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={`Remove ${name}`}
                onClick={() => edit(removeQuestion(id))}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <Textarea
          label="Question"
          value={question}
          onChange={(event) => set({ question: event.currentTarget.value })}
          autosize
          required
          error={problems.get("question")}
        />
        <Select
          label="A yes leads to"
          data={kinds.map(({ id: value, title }) => ({ value, label: title }))}
          value={kind}
          onChange={(value) => set({ kind: value ?? "" })}
          allowDeselect={false}
          error={problems.get("kind")}
        />
        <Select
          label="Answered without asking when"
          data={subjects}
          value={subject}
          onChange={(value) => set({ subject: subjects.find((one) => one.value === value)?.value ?? "" })}
          allowDeselect={false}
          error={problems.get("subject")}
        />
      </Stack>
    </Paper>
  );
}
