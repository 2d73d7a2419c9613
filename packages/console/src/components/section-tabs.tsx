// The pages of one area beside each other: links that look like tabs, each with an address of its own.
import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./section-tabs.module.css";

export interface SectionTab {
  readonly label: string;
  readonly to: NonNullable<LinkProps["to"]>;
  /** Only at this very address, not those below it. */
  readonly exact?: boolean;
}

export function SectionTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly SectionTab[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map(({ label: name, to, exact = false }) => (
        <Link key={name} to={to} activeOptions={{ exact, includeSearch: false }} className={classes.tab}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
