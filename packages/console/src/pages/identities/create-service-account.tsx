// The identity of a program.
import { Textarea, TextInput } from "@mantine/core";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { FormFrame } from "../../components/form-frame.tsx";
import { Page } from "../../components/page.tsx";
import { useChange } from "../../data/change.ts";
import { emptyScope, fromScopeDraft, serviceAccountFields } from "./access/scope-draft.ts";
import { ScopeFields } from "./access/scope-fields.tsx";
import { errorsOf } from "./errors-of.ts";

function CreateServiceAccount() {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [scope, setScope] = useState(emptyScope);
  const change = useChange(
    async (cloud, _name: string, asyncOperationId) => {
      const spec = Object.assign(fromScopeDraft(scope), { name, description });
      return (await cloud.createServiceAccount({ spec, asyncOperationId })).serviceAccountId;
    },
    (created) => `The service account ${created} has been created. Make its API key now.`,
  );
  const submit = async () => {
    const serviceAccountId = await change.run(name);
    await navigate({
      to: "/identities/service-accounts/$serviceAccountId",
      params: { serviceAccountId },
      search: { tab: "api-keys" },
      replace: true,
    });
  };
  const errors = errorsOf(change.error, serviceAccountFields);
  return (
    <Page
      title="Create service account"
      description="The identity of a program, with API keys of its own."
      crumbs={[{ label: "Service accounts", to: "/identities/service-accounts" }]}
    >
      <FormFrame
        submitLabel="Create service account"
        onSubmit={submit}
        dirty={name !== "" || description !== "" || scope !== emptyScope}
        busy={change.busy}
        error={errors.rest}
        cancelTo="/identities/service-accounts"
        disabled={name === "" || (scope.scope !== "account" && scope.resourceId === "")}
      >
        <TextInput
          label="Name"
          required
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.fields.get("spec.name")}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={errors.fields.get("spec.description")}
        />
        <ScopeFields value={scope} onChange={setScope} errors={errors.fields} />
      </FormFrame>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/identities/service-accounts/create")({
  component: CreateServiceAccount,
});
