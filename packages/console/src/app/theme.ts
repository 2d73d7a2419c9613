// One look for every page: Mantine's own scales, our colour, calm defaults.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import tabs from "./tabs.module.css";

const indigo: MantineColorsTuple = [
  "#eef0ff",
  "#dcdffb",
  "#b6bcf3",
  "#9aa1ee",
  "#7078e4",
  "#5a63de",
  "#4c51bf",
  "#4146ad",
  "#383d9b",
  "#2e3289",
];

const headerOfItsOwn = { defaultProps: { attributes: { header: { role: "presentation" } } } };

export const theme = createTheme({
  colors: { indigo },
  primaryColor: "indigo",
  primaryShade: { light: 6, dark: 5 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.5rem" }, h2: { fontSize: "1.2rem" } } },
  respectReducedMotion: true,
  components: {
    // A page has one header; that of a dialog in front of it is none of the page's.
    Modal: headerOfItsOwn,
    Drawer: headerOfItsOwn,
    // An empty first child is no item of a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // "Nothing found" lies in the list of options, where only options may: it is one that cannot be chosen.
    ComboboxEmpty: { defaultProps: { role: "option", "aria-disabled": true, "aria-selected": false } },
    Tabs: { classNames: { list: tabs.list, tab: tabs.tab } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
  },
});

/** Mantine's own shades for quiet text, errors and light variants stay under the contrast of 4.5 : 1 that text needs. */
export const resolveVariables: CSSVariablesResolver = ({ colors }) => {
  const names = Object.keys(colors).filter((name) => name !== "dark");
  const shades = (colourOf: (name: string) => string) =>
    Object.fromEntries(
      names.flatMap((name) =>
        ["light-color", "outline", "text"].map((kind) => [`--mantine-color-${name}-${kind}`, colourOf(name)]),
      ),
    );
  return {
    variables: {},
    light: {
      // Even the darkest green and yellow are too pale on the ground of their own badges.
      ...shades((name) => `color-mix(in srgb, var(--mantine-color-${name}-9), black 35%)`),
      "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
      "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
      "--mantine-color-error": "var(--mantine-color-red-9)",
      "--mantine-color-anchor": "var(--mantine-color-indigo-7)",
    },
    dark: {
      ...shades((name) => `var(--mantine-color-${name}-2)`),
      "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
      "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
      "--mantine-color-error": "var(--mantine-color-red-3)",
      "--mantine-color-anchor": "var(--mantine-color-indigo-2)",
    },
  };
};
