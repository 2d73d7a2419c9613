// Writing a role: its name, its permissions by switches or as JSON, what that changes, and saving.
import { Code } from "@connectrpc/connect";
import { Alert, Button, Group, Paper, SegmentedControl, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { AskBeforeLeaving } from "../../../components/ask-before-leaving.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { TypedBefore } from "../../../components/typed-before.tsx";
import { describeError } from "../../../data/describe-error.ts";
import type { Tab } from "../draft/offer.ts";
import { applyPreset, type Preset } from "../draft/presets.ts";
import { fromSpec, type RoleDraft, toSpec } from "../draft/role-draft.ts";
import { countRole, isOver } from "../draft/role-limits.ts";
import { AsSeenBy } from "./as-seen-by.tsx";
import { EditorFooter } from "./editor-footer.tsx";
import { JsonView } from "./json-view.tsx";
import { MeetingNotice } from "./meeting-notice.tsx";
import { PermissionTabs } from "./permission-tabs.tsx";
import { PresetMenu } from "./preset-menu.tsx";
import { PresetNotice } from "./preset-notice.tsx";
import { RoleChanges, useDraftDifference } from "./role-changes.tsx";
import { errorAt, errorsIn, errorsOfEntry, findErrors, firstToDo } from "./role-errors.ts";
import { useJsonView } from "./use-json-view.ts";
import type { RoleEditing } from "./use-role-editor.ts";

interface RoleEditorProps {
  readonly editing: RoleEditing;
  readonly tab: string | undefined;
  readonly onTab: (tab: Tab["id"]) => void;
  /** Where "Cancel" leads. */
  readonly onCancel: () => void;
  readonly onSaved: (roleId: string) => void;
}

export function RoleEditor({ editing, tab, onTab, onCancel, onSaved }: RoleEditorProps) {
  const { draft, setDraft, base, error, busy } = editing;
  const [view, setView] = useState<"switches" | "json">("switches");
  const [tried, setTried] = useState(false);
  const [applied, setApplied] = useState<AppliedPreset | null>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const errors = findErrors(draft);
  const roleId = base?.id ?? "";
  const difference = useDraftDifference({ roleId, draft, valid: errors.length === 0 });
  const told = [...errors, ...errorsIn(error), ...(errors.length === 0 ? errorsIn(difference.error) : [])];
  const json = useJsonView(draft, setDraft, tried || draft.entries.length > 0 ? told : []);
  const counts = countRole(draft);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    if (json.isBroken) {
      setView("json");
      return;
    }
    if (errors.length > 0) {
      if (errors.some(({ field }) => field === "spec.name")) nameField.current?.focus();
      const where = firstToDo(draft, errors)?.tab ?? null;
      if (where !== null) onTab(where);
      return;
    }
    const id = await editing.save();
    if (id !== null) onSaved(id);
  };
  const start = (preset: Preset) => {
    const { draft: next, left } = applyPreset(draft, preset);
    json.discard();
    setDraft(next);
    setApplied({ preset, left, before: draft });
  };
  const undo = ({ before }: AppliedPreset) => {
    json.discard();
    setDraft({ ...draft, entries: before.entries });
    setApplied(null);
  };
  const nameError = tried || draft.name !== "" ? errorAt(told, "spec.name") : null;
  const toDo = tried ? firstToDo(draft, errors) : null;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <AskBeforeLeaving isDirty={editing.isDirty} />
      <Stack gap="lg">
        <TypedBefore
          version={base?.resourceVersion ?? ""}
          value={toSpec(draft)}
          isDirty={editing.isDirty}
          onRestore={(spec) => setDraft(fromSpec(spec))}
        />
        <MeetingNotice editing={editing} />
        <Paper withBorder p={{ base: "md", sm: "lg" }}>
          <Stack gap="md" maw="40rem">
            <TextInput
              ref={nameField}
              label="Name"
              description={`Letters, digits, "_" and "-". ${describeCount(counts.name)}`}
              required
              autoComplete="off"
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              error={isOver(counts.name) ? describeCount(counts.name) : nameError}
            />
            <Textarea
              label="Description (optional)"
              description={describeCount(counts.description)}
              autosize
              minRows={2}
              value={draft.description}
              onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
              error={isOver(counts.description) ? describeCount(counts.description) : errorAt(told, "spec.description")}
            />
          </Stack>
        </Paper>
        <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-labelledby="permissions">
          <Stack gap="md">
            <Group justify="space-between" align="end">
              <div>
                <Title order={2} id="permissions">
                  Permissions
                </Title>
                <Text size="sm" c={isOver(counts.permissions) ? "var(--mantine-color-error)" : "dimmed"} role="status">
                  {describeCount(counts.permissions)} permissions, {counts.operations} operations
                </Text>
              </div>
              <Group gap="sm">
                <PresetMenu onSelect={start} disabled={json.isBroken} />
                <SegmentedControl
                  aria-label="How to write the permissions"
                  value={view}
                  onChange={(next) => {
                    json.close();
                    setView(next as "switches" | "json");
                  }}
                  data={[
                    { value: "switches", label: "Switches" },
                    { value: "json", label: "JSON" },
                  ]}
                />
              </Group>
            </Group>
            {applied !== null && (
              <PresetNotice {...applied} onClose={() => setApplied(null)} onUndo={() => undo(applied)} />
            )}
            {view === "json" ? (
              <JsonView text={json.text} onChange={json.type} problems={json.problems} notes={json.notes} />
            ) : (
              <>
                {json.isBroken && (
                  <Alert color="red" variant="light" role="alert">
                    The JSON that you typed cannot be read yet and is waiting there. The switches show the role before
                    it.
                  </Alert>
                )}
                <PermissionTabs
                  draft={draft}
                  onChange={setDraft}
                  tab={tab}
                  onTab={onTab}
                  errorsOf={(key) => errorsOfEntry(draft, told, key)}
                />
              </>
            )}
          </Stack>
        </Paper>
        <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-labelledby="changes">
          <Stack gap="md">
            <Title order={2} id="changes">
              Who gains and who loses
            </Title>
            <RoleChanges roleId={roleId} draft={draft} valid={errors.length === 0} />
            <AsSeenBy roleId={base?.id ?? null} draft={draft} />
          </Stack>
        </Paper>
      </Stack>
      <EditorFooter
        label={base === null ? "Create Custom Role" : "Update Custom Role"}
        busy={busy}
        dirty={editing.isDirty()}
        onCancel={onCancel}
      >
        {toDo !== null && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {toDo.text}
          </Text>
        )}
        {error !== null && <ErrorState error={error} />}
        {error !== null && base !== null && describeError(error).code === Code.NotFound && (
          <Group>
            <Button size="xs" variant="default" onClick={editing.startAnew}>
              It was deleted: go on as a new role
            </Button>
          </Group>
        )}
      </EditorFooter>
    </form>
  );
}

const describeCount = ({ used, limit }: { readonly used: number; readonly limit: number }): string =>
  `${used} of ${limit}`;

/** The permissions as they were before a preset took their place, until the notice is closed. */
interface AppliedPreset {
  readonly preset: Preset;
  readonly left: readonly string[];
  readonly before: RoleDraft;
}
