// One look for every page: Mantine's own scales, our colour, calm defaults.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Shade 6 on white and shade 3 on the dark ground both keep a contrast of 4.5 : 1 for text. */
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
});
