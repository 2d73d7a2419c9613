// What is said of a team. Problems stand at their fields while one types; what the server adds stands above the buttons.
import {
  Button,
  Group,
  MultiSelect,
  Paper,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { checkTeam, type Model, matrixLimits, type Tag, type Team } from "@remit/responsibility";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { AskBeforeLeaving } from "../../../components/ask-before-leaving.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { ButtonLink } from "../../../components/links.tsx";
import { useOperationId } from "../../../data/operation-id.ts";
import { makeId } from "../tailor/edits.ts";
import { HoursFields } from "./hours-fields.tsx";

export const blankTeam: Team = {
  id: "",
  name: "",
  kind: "",
  description: "",
  groups: [],
  serviceAccounts: [],
  owns: { namespaces: [], projects: [], tags: [] },
  contacts: { chat: "", email: "", onCall: "", ticket: "" },
  escalation: [],
  workingHours: { timeZone: "", days: [], from: "", to: "" },
};

export interface TeamFormProps {
  readonly model: Model;
  /** What the form begins with. */
  readonly team: Team;
  readonly isNew?: boolean;
  /** True: what it begins with is not stored yet. */
  readonly isChanged?: boolean;
  readonly label: string;
  /** "again": it was not saved, and the form is filled anew. What is thrown stands above the buttons. */
  readonly onSave: (team: Team, operationId: string) => Promise<"saved" | "again">;
  readonly onSaved: (team: Team) => void;
}

export function TeamForm({
  model,
  team: first,
  isNew = false,
  isChanged = false,
  label,
  onSave,
  onSaved,
}: TeamFormProps) {
  const { matrix, teams } = model;
  const [team, setTeam] = useState(first);
  const [ownId, setOwnId] = useState(!isNew);
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const operationId = useOperationId(team);
  const dirty = useRef(false);
  dirty.current = isChanged || team !== first;
  const set = (change: Partial<Team>) => setTeam((now) => ({ ...now, ...change }));
  const setName = (name: string) =>
    set({
      name,
      ...(!ownId && {
        id:
          name === ""
            ? ""
            : makeId(
                name,
                teams.map(({ id }) => id),
              ),
      }),
    });
  const { problems } = useMemo(() => checkTeam(team.id, team, matrix), [team, matrix]);
  const byField = new Map(
    problems.map(({ path, message }) => [path.join("."), message]).reverse() as [string, string][],
  );
  /** What is not there yet is no mistake before somebody tries to save. */
  const problem = (field: string): string | undefined =>
    isTried || !isNew ? [...byField].find(([name]) => name === field || name.startsWith(`${field}.`))?.[1] : undefined;
  const ownsNothing = matrix.kinds.find(({ id }) => id === team.kind)?.scope === "account";
  const submit = async () => {
    setTried(true);
    if (problems.length > 0) return;
    // Servers refuse a change that changes nothing.
    if (!dirty.current) return onSaved(team);
    setBusy(true);
    setError(null);
    try {
      if ((await onSave(team, operationId)) === "again") return;
      dirty.current = false;
      onSaved(team);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <AskBeforeLeaving isDirty={() => dirty.current} />
      <Stack maw={760} gap="lg">
        <Part title="Who it is">
          <TextInput
            label="Name"
            value={team.name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            error={problem("name")}
          />
          <TextInput
            label="Id"
            description={isNew ? "Lower-case letters, digits and hyphens; it stays" : "It stays"}
            value={team.id}
            onChange={(event) => {
              setOwnId(true);
              set({ id: event.currentTarget.value });
            }}
            required
            readOnly={!isNew}
            error={problem("id")}
          />
          <Select
            label="Kind"
            data={matrix.kinds.map(({ id, title }) => ({ value: id, label: title }))}
            value={team.kind}
            onChange={(kind) => kind !== null && set({ kind })}
            allowDeselect={false}
            error={problem("kind")}
          />
          <Textarea
            label="Description"
            value={team.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
            autosize
            maxLength={matrixLimits.description}
            error={problem("description")}
          />
        </Part>
        <Part title="How it is reached">
          {contactFields.map(({ field, label: name, placeholder }) => (
            <TextInput
              key={field}
              label={name}
              placeholder={placeholder}
              value={team.contacts[field]}
              onChange={(event) => set({ contacts: { ...team.contacts, [field]: event.currentTarget.value } })}
              error={problem(`contacts.${field}`)}
            />
          ))}
          <HoursFields hours={team.workingHours} onChange={(workingHours) => set({ workingHours })} problem={problem} />
          <MultiSelect
            label="Then ask"
            description="Teams to turn to when this one does not answer, in order"
            data={teams.filter(({ id }) => id !== team.id).map(({ id, name }) => ({ value: id, label: name }))}
            value={[...team.escalation]}
            onChange={(escalation) => set({ escalation })}
            searchable
            error={problem("escalation")}
          />
        </Part>
        <Part title="Who acts for it">
          <TagsInput
            label="User groups"
            description="Ids or names; their members are the team. Enter adds one"
            value={[...team.groups]}
            onChange={(groups) => set({ groups })}
            error={problem("groups")}
          />
          <TagsInput
            label="Service accounts"
            description="Ids or names"
            value={[...team.serviceAccounts]}
            onChange={(serviceAccounts) => set({ serviceAccounts })}
            error={problem("serviceAccounts")}
          />
        </Part>
        <Part title="What it owns">
          {ownsNothing ? (
            <Text size="sm">A team of this kind answers for the whole account, so it owns nothing by itself.</Text>
          ) : (
            <>
              <TagsInput
                label="Namespaces"
                description="Ids, or names in this account"
                value={[...team.owns.namespaces]}
                onChange={(namespaces) => set({ owns: { ...team.owns, namespaces } })}
                error={problem("owns.namespaces")}
              />
              <TagsInput
                label="Projects"
                description="Ids or names: all Namespaces in them"
                value={[...team.owns.projects]}
                onChange={(projects) => set({ owns: { ...team.owns, projects } })}
                error={problem("owns.projects")}
              />
              <TagsInput
                label="Tags"
                description="As team=orders: all Namespaces that carry one of them"
                value={team.owns.tags.map(({ key, value }) => `${key}=${value}`)}
                onChange={(tags) => set({ owns: { ...team.owns, tags: tags.map(toTag) } })}
                error={problem("owns.tags")}
              />
            </>
          )}
          {byField.has("owns") && ownsNothing && (
            <Group>
              <Text size="sm" c="red" role="alert">
                {byField.get("owns")}
              </Text>
              <Button size="xs" variant="default" onClick={() => set({ owns: blankTeam.owns })}>
                Own nothing
              </Button>
            </Group>
          )}
        </Part>
        {isTried && problems.length > 0 && (
          <Text size="sm" c="red" role="alert">
            {problems.length === 1 ? "1 field is not right yet." : `${problems.length} fields are not right yet.`}
          </Text>
        )}
        {error !== null && <ErrorState error={error} />}
        <Group>
          <Button type="submit" loading={busy}>
            {label}
          </Button>
          <ButtonLink variant="default" to="/responsibility/teams">
            Cancel
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}

const contactFields = [
  { field: "chat", label: "Chat channel", placeholder: "#temporal-platform" },
  { field: "email", label: "E-mail", placeholder: "team@example.com" },
  { field: "onCall", label: "Who is on call", placeholder: "https://" },
  { field: "ticket", label: "Ticket form", placeholder: "https://" },
] as const;

function toTag(text: string): Tag {
  const [key = "", ...value] = text.split("=");
  return { key, value: value.join("=") };
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Paper withBorder p="lg" component="section" aria-label={title}>
    <Stack>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  </Paper>
);
