// What stands in the sidebar. A page that is not served has no line here.
import {
  IconChartBar,
  IconFolders,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconMessageQuestion,
  IconPlug,
  IconProgressCheck,
  IconRoute,
  IconSettings,
  IconTable,
  IconTopologyRing2,
  IconUserQuestion,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType, CSSProperties } from "react";

export interface NavigationItem {
  readonly label: string;
  readonly to: NonNullable<LinkProps["to"]>;
  readonly icon: ComponentType<{ readonly size?: number | string; readonly style?: CSSProperties }>;
  /** Only this very address, not those below it. */
  readonly exact?: boolean;
  /** What is there, in half a sentence, for the first page; without it the place does not stand there. */
  readonly about?: string;
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
      {
        label: "Namespaces",
        to: "/namespaces",
        icon: IconTopologyRing2,
        about: "Each with its regions, who has access and what is being done to it",
      },
      { label: "Nexus", to: "/nexus", icon: IconRoute },
      { label: "Projects", to: "/projects", icon: IconFolders },
      { label: "Connectivity rules", to: "/connectivity-rules", icon: IconPlug },
      { label: "Regions", to: "/regions", icon: IconWorld },
    ],
  },
  {
    label: "Who answers",
    items: [
      { label: "Whom do I ask?", to: "/ask", icon: IconMessageQuestion },
      {
        label: "Responsibility",
        to: "/responsibility",
        icon: IconTable,
        about: "Who answers for what, whether it is carried out, and where access disagrees",
      },
      {
        label: "Requests",
        to: "/requests",
        icon: IconInbox,
        about: "Ask for access or a Namespace, and decide what others ask",
      },
    ],
  },
  {
    label: "Access",
    items: [
      {
        label: "Identities",
        to: "/identities",
        icon: IconUsers,
        about: "Users, groups and service accounts, what they hold and why",
      },
      { label: "API keys", to: "/api-keys", icon: IconKey },
      { label: "Who can …?", to: "/who-can", icon: IconUserQuestion },
    ],
  },
  {
    label: "Activity",
    items: [
      { label: "Operations", to: "/operations", icon: IconProgressCheck },
      {
        label: "Audit log",
        to: "/audit-log",
        icon: IconHistory,
        about: "Who changed what, and when; the chain shows whether it was touched",
      },
    ],
  },
  {
    label: "Account",
    items: [
      { label: "Usage and cost", to: "/usage", icon: IconChartBar },
      {
        label: "Settings",
        to: "/settings",
        icon: IconSettings,
        about: "Custom roles, where the audit log is sent, the metrics of the account, and how long sessions last",
      },
    ],
  },
];
