// The command palette: type a few letters of whatever it is, and go there.
import { Modal, VisuallyHidden } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { findEntries } from "./entry.ts";
import { useEntries } from "./use-entries.ts";

const [store, spotlight] = createSpotlight();

/** Opens each time that `asked` grows. */
export function Palette({ asked }: { readonly asked: number }) {
  const [query, setQuery] = useState("");
  const router = useRouter();
  const entries = useKnown(useEntries());
  const typed = useDeferredValue(query);
  const found = useMemo(() => findEntries(entries, typed), [entries, typed]);
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  /** Of what is typed by now, which may be more than what is shown. */
  const goToFirst = (): void => {
    const first = findEntries(entries, query)[0]?.entries[0];
    if (first === undefined) return;
    spotlight.close();
    void router.navigate({ href: first.href });
  };
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight={440}>
      <VisuallyHidden>
        <Modal.Title>Search everything</Modal.Title>
      </VisuallyHidden>
      <Spotlight.Search
        placeholder="Pages, Namespaces, people, roles, permissions …"
        aria-label="Search everything"
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={(event) => {
          if (event.key === "Enter" && document.querySelector("[data-action][data-selected]") === null) goToFirst();
        }}
      />
      <Spotlight.ActionsList>
        {found.map(({ group, entries: shown }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {shown.map(({ id, label, description, href }) => (
              <Spotlight.Action
                key={id}
                label={label}
                {...(description !== "" && { description })}
                onClick={() => void router.navigate({ href })}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 && <Spotlight.Empty>Nothing is called so.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** What has no page here leads nowhere and is left out. */
function useKnown<Item extends { readonly href: string }>(entries: readonly Item[]): readonly Item[] {
  const router = useRouter();
  return useMemo(() => {
    const known = new Map<string, boolean>();
    return entries.filter(({ href }) => {
      const [path = ""] = href.split("?");
      const kind = path.slice(0, path.lastIndexOf("/") + 1) || path;
      const answer = known.get(kind) ?? router.getMatchedRoutes(path)[2] !== undefined;
      if (kind !== "/") known.set(kind, answer);
      return answer;
    });
  }, [entries, router]);
}
