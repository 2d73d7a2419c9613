// One change in words. A custom role can hold a hundred operations: the changes after it stay in sight.
import { Anchor, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";

export interface ChangeTextProps {
  /** How it stands, for those who do not see the mark; empty as long as nothing happened. */
  readonly state: string;
  readonly children: string;
}

const [shownLines, mostCharacters] = [4, 300];

export function ChangeText({ state, children }: ChangeTextProps) {
  const [open, { toggle }] = useDisclosure();
  const isLong = children.length > mostCharacters;
  return (
    <div>
      <Text size="sm" {...(isLong && !open && { lineClamp: shownLines })}>
        <VisuallyHidden>{state}</VisuallyHidden>
        {children}
      </Text>
      {isLong && (
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
          {open ? "Show less" : "Show all of it"}
        </Anchor>
      )}
    </div>
  );
}
