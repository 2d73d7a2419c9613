// What was typed outlives a reload of the tab and the end of a session: it is kept in the tab, for the same person, page
// and version of what is edited, and offered again on return. Names and permissions only; nothing secret is typed there.
import { Alert, Button, Group, Text } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useSession } from "../data/session.ts";

export interface TypedBeforeProps<Value> {
  /** Of what is edited; empty for what is new. What was typed on another version is not offered. */
  readonly version: string;
  /** As JSON can hold it. */
  readonly value: Value;
  /** Asked when the value changes and when the page is left: what was saved is kept no longer. */
  readonly isDirty: () => boolean;
  readonly onRestore: (value: Value) => void;
}

export function TypedBefore<Value>(props: TypedBeforeProps<Value>) {
  const { session } = useSession();
  const { pathname } = useLocation();
  // Only once it is known who asks: what one person typed is not shown to the next.
  return session ? <Kept key={pathname} place={`remit typed ${session.principalId} ${pathname}`} {...props} /> : null;
}

function Kept<Value>({
  place,
  version,
  value,
  isDirty,
  onRestore,
}: TypedBeforeProps<Value> & { readonly place: string }) {
  const [offered, setOffered] = useState(() => readKept<Value>(place, version));
  const text = JSON.stringify({ version, value });
  const asked = useRef(isDirty);
  asked.current = isDirty;
  useEffect(() => {
    if (asked.current()) sessionStorage.setItem(place, text);
    else if (offered === null) sessionStorage.removeItem(place);
  }, [place, text, offered]);
  const undecided = useRef(false);
  undecided.current = offered !== null;
  useEffect(
    () => () => {
      if (!asked.current() && !undecided.current) sessionStorage.removeItem(place);
    },
    [place],
  );
  if (offered === null) return null;
  return (
    <Alert color="blue" variant="light" title="You typed something here that was not saved" role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm">The page was left before it was saved.</Text>
        <Group gap="xs">
          <Button
            size="xs"
            onClick={() => {
              onRestore(offered.value);
              setOffered(null);
            }}
          >
            Restore what you typed
          </Button>
          <Button size="xs" variant="default" onClick={() => setOffered(null)}>
            Discard
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

/** Null when there is nothing, or nothing of this version. */
function readKept<Value>(place: string, version: string): { readonly value: Value } | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null") as { version: string; value: Value } | null;
    return kept?.version === version ? { value: kept.value } : null;
  } catch {
    return null;
  }
}
