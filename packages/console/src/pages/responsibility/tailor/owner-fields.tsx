// The part of one kind of team in one row.
import { Fieldset, SegmentedControl, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { levelNames, type Model, type Ownership, type Responsibility, type TeamKind } from "@remit/responsibility";
import { ShareMark, type ShareWords } from "../../../components/share-mark.tsx";
import { type Edit, setOwner } from "./edits.ts";

export interface OwnerFieldsProps {
  readonly row: Responsibility;
  readonly kind: TeamKind;
  readonly teams: Model["teams"];
  readonly problems: ReadonlyMap<string, string>;
  readonly edit: (edit: Edit) => void;
}

const nobody: Ownership = { share: "responsible", part: "", team: "", operations: [] };

export function OwnerFields({ row, kind, teams, problems, edit }: OwnerFieldsProps) {
  const owner = Object.hasOwn(row.owners, kind.id) ? row.owners[kind.id] : undefined;
  const set = (change: Partial<Ownership>) => edit(setOwner(row.id, kind.id, { ...nobody, ...owner, ...change }));
  const problem = (field: string): string | undefined =>
    [...problems].find(
      ([name]) => name === `owners.${kind.id}.${field}` || name.startsWith(`owners.${kind.id}.${field}.`),
    )?.[1];
  const ofKind = teams.filter((team) => team.kind === kind.id);
  return (
    <Fieldset legend={kind.title}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={`Part of ${kind.title}`}
          fullWidth
          value={owner === undefined ? "none" : owner.share}
          onChange={(share) => {
            if (share === "none") edit(setOwner(row.id, kind.id, undefined));
            else set(share === "shared" ? { share: "shared" } : { share: "responsible", part: "" });
          }}
          data={[
            { value: "responsible", label: <Labelled words="responsible">Responsible</Labelled> },
            { value: "shared", label: <Labelled words="shared">Shared</Labelled> },
            { value: "none", label: <Labelled words="not responsible">Not</Labelled> },
          ]}
        />
        {owner?.share === "shared" && (
          <TextInput
            label="Its part, in words"
            placeholder="defaults"
            value={owner.part}
            onChange={(event) => set({ part: event.currentTarget.value })}
            required
            error={problem("part")}
          />
        )}
        {owner !== undefined && (
          <>
            <Select
              label="Team"
              placeholder={kind.scope === "account" ? "Every team of this kind" : "Whoever owns the Namespace"}
              data={ofKind.map(({ id, name }) => ({ value: id, label: name }))}
              value={owner.team === "" ? null : owner.team}
              onChange={(team) => set({ team: team ?? "" })}
              clearable
              searchable
              clearButtonProps={{ "aria-label": "Every team of this kind" }}
              error={problem("team")}
            />
            <TagsInput
              label="What it must be able to do"
              description="Operations, or levels as namespace:write; Enter adds one"
              data={[...levelNames]}
              value={[...owner.operations]}
              onChange={(operations) => set({ operations })}
              error={problem("operations")}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

const Labelled = ({ words, children }: { readonly words: ShareWords; readonly children: string }) => (
  <>
    <ShareMark words={words} /> {children}
  </>
);
