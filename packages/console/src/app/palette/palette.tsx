// The command palette: type a few letters of whatever it is, and go there.
import { Modal, VisuallyHidden } from "@mantine/core";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import { type FoundGroup, findEntries } from "./entry.ts";
import classes from "./palette.module.css";
import { useEntries } from "./use-entries.ts";

const [store, spotlight] = createSpotlight();

/** Opens each time that `asked` grows. */
export function Palette({ asked }: { readonly asked: number }) {
  const [query, setQuery] = useState("");
  const router = useRouter();
  const entries = useKnown(useEntries());
  const typed = useDeferredValue(query);
  const found = useMemo(() => findEntries(entries, typed), [entries, typed]);
  const [selected, setSelected] = useState(-1);
  /** The component marks the entry in the page itself and tells nobody: it is asked once it has done so. */
  const follow = (): void => queueMicrotask(() => setSelected(store.getState().selected));
  const listId = useId();
  const optionId = (index: number): string => `${listId}option-${index}`;
  const count = found.reduce((sum, group) => sum + group.entries.length, 0);
  useEffect(() => {
    if (asked === 0) return;
    setSelected(-1);
    spotlight.open();
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
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={count > 0}
        aria-controls={listId}
        // The field keeps the focus: this is how the entry that is chosen is read out.
        {...(selected >= 0 && selected < count && { "aria-activedescendant": optionId(selected) })}
        leftSection={<IconSearch size={18} aria-hidden />}
        onChange={follow}
        onKeyDown={(event) => {
          follow();
          if (event.key === "Enter" && document.querySelector("[data-action][data-selected]") === null) goToFirst();
        }}
      />
      <Spotlight.ActionsList>
        <div id={listId} role="listbox" aria-label="What is found">
          {numberEntries(found).map(({ group, entries: shown }) => (
            <Spotlight.ActionsGroup key={group} label={group} role="group" aria-label={group}>
              {shown.map(({ index, entry: { id, label, description, href } }) => (
                <Spotlight.Action
                  key={id}
                  label={label}
                  {...(description !== "" && { description })}
                  classNames={{ actionDescription: classes.description }}
                  role="option"
                  // Not `id`, which the component keeps for itself.
                  renderRoot={(props) => <button type="button" {...props} id={optionId(index)} />}
                  aria-selected={index === selected}
                  data-selected={index === selected || undefined}
                  onClick={() => void router.navigate({ href })}
                />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        </div>
        {found.length === 0 && <Spotlight.Empty>Nothing is called so.</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <VisuallyHidden role="status">{query === "" ? "" : `${count} found`}</VisuallyHidden>
    </Spotlight.Root>
  );
}

/** Each entry with its place among all that are shown, by which the arrow keys count. */
function numberEntries(found: readonly FoundGroup[]) {
  let next = 0;
  return found.map(({ group, entries }) => ({
    group,
    entries: entries.map((entry) => {
      next += 1;
      return { index: next - 1, entry };
    }),
  }));
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
