import { SectionTabs } from "../../components/section-tabs.tsx";

/** Between the pages of responsibility. */
export function ResponsibilityTabs() {
  return (
    <SectionTabs
      label="Pages of responsibility"
      tabs={[
        { label: "Matrix", to: "/responsibility", exact: true },
        { label: "Drift", to: "/responsibility/drift" },
        { label: "Teams", to: "/responsibility/teams" },
        { label: "Go-links", to: "/responsibility/go-links" },
        { label: "Access review", to: "/responsibility/access-review" },
      ]}
    />
  );
}
