import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import type { Model } from "@remit/responsibility";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { stateWords } from "../../components/state-mark.tsx";
import { evidenceStates } from "../../data/evidence.ts";
import classes from "./board.module.css";
import type { BoardSearch } from "./routes.ts";

export interface BoardFiltersProps {
  readonly model: Model;
  readonly search: BoardSearch;
  readonly onChange: (change: Pick<BoardSearch, "q" | "team" | "state">) => void;
}

const stateOptions = evidenceStates.map((state) => ({ value: state, label: stateWords[state] }));

export function BoardFilters({ model, search, onChange }: BoardFiltersProps) {
  const { q = "", team = "", state = "" } = search;
  const [words, setWords] = useState(q);
  useEffect(() => setWords(q), [q]);
  const announce = useDebouncedCallback((text: string) => onChange({ q: text }), 200);
  return (
    <Group gap="sm" align="end" className={classes.filters}>
      <TextInput
        label="Search"
        placeholder="Words of a responsibility"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={words}
        onChange={({ currentTarget: { value } }) => {
          setWords(value);
          announce(value);
        }}
        style={{ flex: "1 1 14rem", maxWidth: "24rem" }}
      />
      <Select
        label="Team"
        placeholder="Everybody"
        data={teamOptions(model)}
        value={team === "" ? null : team}
        onChange={(value) => onChange({ team: value ?? "" })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Every team" }}
        style={{ flex: "0 1 14rem" }}
      />
      <Select
        label="State"
        placeholder="Every state"
        data={stateOptions}
        value={state === "" ? null : state}
        onChange={(value) => onChange({ state: value ?? "" })}
        clearable
        clearButtonProps={{ "aria-label": "Every state" }}
        style={{ flex: "0 1 12rem" }}
      />
      {q + team + state !== "" && (
        <Button variant="subtle" onClick={() => onChange({ q: "", team: "", state: "" })}>
          Clear
        </Button>
      )}
    </Group>
  );
}

/** Each kind as a whole, then its teams. */
const teamOptions = ({ matrix, teams }: Model) =>
  matrix.kinds.map(({ id, title }) => ({
    group: title,
    items: [
      { value: `kind:${id}`, label: `Every ${title}` },
      ...teams.filter(({ kind }) => kind === id).map((team) => ({ value: team.id, label: team.name })),
    ],
  }));
