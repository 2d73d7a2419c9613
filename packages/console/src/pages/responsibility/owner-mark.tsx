// ✅ ❌ 🤝 of one kind of team on one row. Who that is, and how it is reached, comes on hover and stays on a click.

import { Popover, Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import type { Mark, Model, Ownership, TeamKind } from "@remit/responsibility";
import { useRef, useState } from "react";
import { Contacts } from "../../components/contacts.tsx";
import { ShareMark } from "../../components/share-mark.tsx";
import { TextLink } from "../../components/text-link.tsx";
import classes from "./board.module.css";

export interface OwnerMarkProps {
  readonly model: Model;
  readonly kind: TeamKind;
  readonly mark: Mark | undefined;
  readonly owner: Ownership | undefined;
  readonly rowName: string;
}

/** The way from the mark to what came up must not close it. */
const closeAfterMs = 150;

export function OwnerMark({ model, kind, mark, owner, rowName }: OwnerMarkProps) {
  const [shown, setShown] = useState<"no" | "hover" | "kept">("no");
  // Also where only the mouse is, and the focus elsewhere.
  useWindowEvent("keydown", ({ key }) => {
    if (key === "Escape" && shown !== "no") setShown("no");
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (mark === undefined || owner === undefined) {
    return <ShareMark words="not responsible" label={`${kind.title}: not responsible`} />;
  }
  const enter = () => {
    clearTimeout(timer.current);
    setShown((now) => (now === "no" ? "hover" : now));
  };
  const leave = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown((now) => (now === "hover" ? "no" : now)), closeAfterMs);
  };
  return (
    <Popover
      opened={shown !== "no"}
      onDismiss={() => setShown("no")}
      position="bottom-start"
      width={300}
      withArrow
      shadow="md"
      trapFocus={false}
      returnFocus={shown === "kept"}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.mark}
          onMouseEnter={enter}
          onMouseLeave={leave}
          onClick={() => setShown((now) => (now === "kept" ? "no" : "kept"))}
        >
          <ShareMark words={mark.words} />
          <VisuallyHidden>{`${kind.title}, ${mark.words}: contact for ${rowName}`}</VisuallyHidden>{" "}
          {(mark.part !== "" || mark.team !== "") && (
            <Text span size="sm">
              {mark.part !== "" && `(${mark.part})`} {mark.team}
            </Text>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onMouseEnter={enter} onMouseLeave={leave}>
        <WhoAnswers model={model} kind={kind} teamId={owner.team} />
      </Popover.Dropdown>
    </Popover>
  );
}

const mostShown = 3;

/** The one team that is named, or those of the kind. */
export function WhoAnswers({
  model,
  kind,
  teamId,
}: {
  readonly model: Model;
  readonly kind: TeamKind;
  readonly teamId: string;
}) {
  const teams = model.teams.filter((team) => team.kind === kind.id && (teamId === "" || team.id === teamId));
  const shown = teams.slice(0, mostShown);
  return (
    <Stack gap="sm">
      {teams.length === 0 && (
        <Text size="sm">
          No team of this kind is there yet.{" "}
          <TextLink to="/responsibility/teams" inherit>
            Teams
          </TextLink>
        </Text>
      )}
      {teams.length > 1 && (
        <Text size="sm" c="dimmed">
          The team that owns the Namespace, of {teams.length}:
        </Text>
      )}
      {shown.map((team) => (
        <Stack key={team.id} gap={4}>
          <TextLink
            to="/responsibility/teams/$teamId"
            params={{ teamId: team.id }}
            fw={600}
            size="sm"
            style={{ overflowWrap: "anywhere" }}
          >
            {team.name}
          </TextLink>
          <Contacts contacts={team.contacts} hours={team.workingHours} />
        </Stack>
      ))}
      {teams.length > shown.length && (
        <TextLink to="/responsibility/teams" size="sm">
          All {teams.length} teams
        </TextLink>
      )}
    </Stack>
  );
}
