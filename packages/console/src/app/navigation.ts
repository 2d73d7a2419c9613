// What stands in the sidebar. A page that is not served has no line here.
import {
  IconFolders,
  IconHistory,
  IconHome,
  IconKey,
  IconPlug,
  IconProgressCheck,
  IconRoute,
  IconSettings,
  IconTopologyRing2,
  IconUserQuestion,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";

export interface NavigationItem {
  readonly label: string;
  readonly to: NonNullable<LinkProps["to"]>;
  readonly icon: ComponentType<{ readonly size?: number | string }>;
  /** Only this very address, not those below it. */
  readonly exact?: boolean;
}

export interface NavigationSection {
  readonly label: string;
  readonly items: readonly NavigationItem[];
}

export const navigation: readonly NavigationSection[] = [
  { label: "", items: [{ label: "Home", to: "/", icon: IconHome, exact: true }] },
  {
    label: "Resources",
    items: [
      { label: "Namespaces", to: "/namespaces", icon: IconTopologyRing2 },
      { label: "Nexus", to: "/nexus", icon: IconRoute },
      { label: "Projects", to: "/projects", icon: IconFolders },
      { label: "Connectivity rules", to: "/connectivity-rules", icon: IconPlug },
      { label: "Regions", to: "/regions", icon: IconWorld },
    ],
  },
  {
    label: "Access",
    items: [
      { label: "Identities", to: "/identities", icon: IconUsers },
      { label: "API keys", to: "/api-keys", icon: IconKey },
      { label: "Who can …?", to: "/who-can", icon: IconUserQuestion },
    ],
  },
  {
    label: "Activity",
    items: [
      { label: "Operations", to: "/operations", icon: IconProgressCheck },
      { label: "Audit log", to: "/audit-log", icon: IconHistory },
    ],
  },
  { label: "Account", items: [{ label: "Settings", to: "/settings", icon: IconSettings }] },
];
