// Asking: for access for a time, or for a Namespace.
import { SegmentedControl, Stack } from "@mantine/core";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { AccessForm } from "./access-form.tsx";
import { NamespaceForm } from "./namespace-form.tsx";
import { RenewForm } from "./renew-form.tsx";

function NewRequest() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const isNamespace = search.for === "namespace";
  const title =
    search.renews !== undefined ? "Ask for more time" : isNamespace ? "Ask for a Namespace" : "Ask for access";
  return (
    <Page
      title={title}
      description="The team that answers for it decides. You are told when it did."
      crumbs={[{ label: "Requests", to: "/requests" }]}
    >
      <Stack gap="lg" maw={640}>
        {search.renews === undefined && (
          <SegmentedControl
            aria-label="What to ask for"
            value={isNamespace ? "namespace" : "access"}
            onChange={(value) => void navigate({ to: "/requests/new", search: { for: value }, replace: true })}
            data={[
              { value: "access", label: "Access for a time" },
              { value: "namespace", label: "A Namespace" },
            ]}
          />
        )}
        {search.renews !== undefined ? (
          <RenewForm requestId={search.renews} />
        ) : isNamespace ? (
          <NamespaceForm />
        ) : (
          <AccessForm search={search} />
        )}
      </Stack>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/requests/new")({ component: NewRequest });
