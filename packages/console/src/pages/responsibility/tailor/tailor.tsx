// Tailoring the matrix in place. Nothing is saved before its differences were looked at.
import { Alert, Button, Group, List, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { checkMatrix, checkModel, compareMatrix, type Model } from "@remit/responsibility";
import { createLazyRoute } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { AskBeforeLeaving } from "../../../components/ask-before-leaving.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { ButtonLink } from "../../../components/links.tsx";
import { Page } from "../../../components/page.tsx";
import { TypedBefore } from "../../../components/typed-before.tsx";
import { useMay } from "../../../data/access-questions.ts";
import type { StoredMatrix } from "../../../data/matrix.ts";
import { useModel } from "../../../data/responsibility-model.ts";
import { CategoryEditor, NewCategory } from "./category-editor.tsx";
import { KindsDialog } from "./kinds-dialog.tsx";
import { namePlace } from "./name-place.ts";
import { QuestionsDialog } from "./questions-dialog.tsx";
import { ReviewDialog } from "./review-dialog.tsx";
import { RowEditor } from "./row-editor.tsx";
import { SavedMeanwhile } from "./saved-meanwhile.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";
import classes from "./tailor.module.css";
import { useDraft } from "./use-draft.ts";

function Tailor() {
  const { row } = route.useSearch();
  const { model, stored, error, retry } = useModel();
  return (
    <Page
      title="Tailor the matrix"
      description="Change who answers for what. Rows that do not fit are hidden or removed, new ones are added; you see every difference before it is saved."
      crumbs={[{ label: "Responsibility", to: "/responsibility" }]}
    >
      {error !== null && <ErrorState error={error} retry={retry} />}
      {error === null && (model === undefined || stored === undefined) && (
        <Skeleton height={400} role="status" aria-label="Loading" />
      )}
      {model !== undefined && stored !== undefined && <Editor stored={stored} teams={model.teams} firstRow={row} />}
    </Page>
  );
}

interface EditorProps {
  readonly stored: StoredMatrix;
  readonly teams: Model["teams"];
  readonly firstRow: string | undefined;
}

function Editor({ stored, teams, firstRow }: EditorProps) {
  const draft = useDraft(stored);
  const { matrix, edit } = draft;
  const [rowId, openRow] = useState<string | null>(firstRow ?? null);
  const [reviewing, review] = useDisclosure();
  const [editingKinds, kinds] = useDisclosure();
  const [editingQuestions, questions] = useDisclosure();
  const [editingSettings, settings] = useDisclosure();
  const may = useMay("remit.responsibility.update", "accounts");
  const differences = useMemo(() => compareMatrix(draft.base.matrix, matrix), [draft.base, matrix]);
  const problems = useMemo(() => {
    const own = checkMatrix(matrix).problems;
    return own.length > 0 ? own : checkModel({ matrix, teams });
  }, [matrix, teams]);
  const isDirty = differences.length > 0;
  // Saving goes on to another page before this one is drawn again.
  const dirty = useRef(isDirty);
  dirty.current = isDirty;
  return (
    <Stack gap="xl">
      <AskBeforeLeaving isDirty={() => dirty.current} />
      <TypedBefore
        version={draft.base.version}
        value={draft.matrix}
        isDirty={() => draft.isChanged && dirty.current}
        onRestore={(matrix) => draft.edit(() => matrix)}
      />
      {may.allowed === false && <Alert color="yellow">{may.why} You can look at what you would change.</Alert>}
      {stored.version !== draft.base.version && <SavedMeanwhile onTakeIn={() => draft.takeIn(stored)} />}
      <Group>
        <Button variant="default" onClick={kinds.open}>
          Kinds of team
        </Button>
        <Button variant="default" onClick={questions.open}>
          Questions
        </Button>
        <Button variant="default" onClick={settings.open}>
          Drift and requests
        </Button>
      </Group>
      {matrix.categories.map((category, at) => (
        <CategoryEditor
          key={category.id}
          matrix={matrix}
          category={category}
          isFirst={at === 0}
          isLast={at === matrix.categories.length - 1}
          edit={edit}
          onOpen={openRow}
        />
      ))}
      <NewCategory matrix={matrix} edit={edit} />
      <Paper withBorder p="sm" className={classes.bar} component="section" aria-label="Changes">
        <Group justify="space-between">
          <Text size="sm" role="status">
            {describe(differences.length, problems.length)}
          </Text>
          <Group gap="sm">
            <ButtonLink variant="subtle" to="/responsibility">
              {isDirty ? "Leave" : "Done"}
            </ButtonLink>
            <Button variant="default" onClick={draft.discard} disabled={!isDirty}>
              Discard
            </Button>
            <Button onClick={review.open} disabled={!isDirty}>
              Review and save
            </Button>
          </Group>
        </Group>
        {problems.length > 0 && (
          <List size="sm" mt="xs" c="red">
            {problems.slice(0, mostProblems).map(({ path, message }) => (
              <List.Item key={`${path.join(".")} ${message}`}>
                {namePlace(path, matrix)}: {message}
              </List.Item>
            ))}
          </List>
        )}
      </Paper>
      <RowEditor rowId={rowId} draft={draft} teams={teams} problems={problems} onClose={() => openRow(null)} />
      <KindsDialog opened={editingKinds} onClose={kinds.close} matrix={matrix} teams={teams} edit={edit} />
      <QuestionsDialog
        opened={editingQuestions}
        onClose={questions.close}
        matrix={matrix}
        problems={problems}
        edit={edit}
      />
      <SettingsDialog
        opened={editingSettings}
        onClose={settings.close}
        matrix={matrix}
        problems={problems}
        edit={edit}
      />
      <ReviewDialog
        opened={reviewing}
        onClose={review.close}
        draft={draft}
        problems={problems}
        may={may}
        onSaved={() => {
          dirty.current = false;
        }}
      />
    </Stack>
  );
}

const mostProblems = 5;

function describe(differences: number, problems: number): string {
  const changed = differences === 1 ? "1 change" : `${differences} changes`;
  if (problems === 0) return differences === 0 ? "Nothing is changed" : changed;
  return `${changed}; ${problems === 1 ? "1 problem" : `${problems} problems`} to mend first`;
}

export const route = createLazyRoute("/signed-in/responsibility/tailor")({ component: Tailor });
