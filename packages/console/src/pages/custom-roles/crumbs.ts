import type { Crumb } from "../../components/page.tsx";

/** What lies above every page of one role. */
export const crumbs: readonly Crumb[] = [
  { label: "Settings", to: "/settings" },
  { label: "Custom Roles", to: "/settings/custom-roles" },
];
