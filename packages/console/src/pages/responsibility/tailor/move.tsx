// One place up or down.
import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import classes from "./tailor.module.css";

interface MoveProps {
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
}

/** At the end it stays where it is and keeps the focus, so that who moves by keyboard goes on from there. */
export function Move({ name, isFirst, isLast, onMove }: MoveProps) {
  const ways = [
    { by: -1, word: "up", isEnd: isFirst, Icon: IconArrowUp },
    { by: 1, word: "down", isEnd: isLast, Icon: IconArrowDown },
  ] as const;
  return ways.map(({ by, word, isEnd, Icon }) => (
    <ActionIcon
      key={word}
      variant="subtle"
      color="gray"
      aria-label={`Move ${name} ${word}`}
      aria-disabled={isEnd}
      className={isEnd ? classes.end : undefined}
      onClick={() => (isEnd ? undefined : onMove(by))}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  ));
}
