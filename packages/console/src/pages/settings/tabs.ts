import type { LinkProps } from "@tanstack/react-router";

/** The tabs of Settings, in their order; the first is where Settings leads. */
export const settingsTabs = [
  { label: "Custom Roles", to: "/settings/custom-roles" },
  { label: "Audit log sinks", to: "/settings/audit-log-sinks" },
  { label: "Account", to: "/settings/account" },
] as const satisfies readonly { readonly label: string; readonly to: NonNullable<LinkProps["to"]> }[];
