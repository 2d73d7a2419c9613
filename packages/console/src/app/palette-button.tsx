// Opens the command palette, by ⌘K or Ctrl-K, too. Its code and all that it lists are fetched when it is first opened.
import { ActionIcon, Button, Kbd } from "@mantine/core";
import { useHotkeys, useOs } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

const Palette = lazy(() => import("./palette/palette.tsx").then((module) => ({ default: module.Palette })));

export function PaletteButton() {
  const [asked, setAsked] = useState(0);
  const ask = (): void => setAsked((times) => times + 1);
  // In fields, too: nobody types ⌘K into one.
  useHotkeys([["mod+K", ask]], [], true);
  const isApple = ["macos", "ios"].includes(useOs());
  return (
    <>
      <Button
        variant="default"
        size="sm"
        visibleFrom="sm"
        style={{ flexShrink: 0 }}
        onClick={ask}
        aria-keyshortcuts={isApple ? "Meta+K" : "Control+K"}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          <Kbd size="xs" aria-hidden>
            {isApple ? "⌘ K" : "Ctrl K"}
          </Kbd>
        }
      >
        Search
      </Button>
      <ActionIcon variant="default" size="lg" hiddenFrom="sm" onClick={ask} aria-label="Search">
        <IconSearch size={16} aria-hidden />
      </ActionIcon>
      {asked > 0 && (
        <Suspense fallback={null}>
          <Palette asked={asked} />
        </Suspense>
      )}
    </>
  );
}
