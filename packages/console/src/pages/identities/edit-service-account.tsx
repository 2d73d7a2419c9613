// A service account's name and what it may do in its scope, which is for life.
import { Textarea, TextInput } from "@mantine/core";
import type { ServiceAccount } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { useServiceAccount } from "../../data/service-accounts.ts";
import { visibleName } from "../../data/visible-name.ts";
import { pickChanged } from "./access/access-draft.ts";
import {
  fromScopeDraft,
  mergeScopes,
  type ScopeDraft,
  serviceAccountFields,
  toScopeDraft,
} from "./access/scope-draft.ts";
import { ScopeFields } from "./access/scope-fields.tsx";
import { EditForm } from "./edit-form.tsx";
import { errorsOf } from "./errors-of.ts";
import { useEdit } from "./use-edit.ts";

interface Draft {
  readonly name: string;
  readonly description: string;
  readonly scope: ScopeDraft;
}

function EditServiceAccount() {
  const { serviceAccountId } = route.useParams();
  const { data, error, refetch } = useServiceAccount(serviceAccountId);
  return (
    <Loaded value={data?.serviceAccount} title="Service account" error={error} retry={() => void refetch()}>
      {(account) => <Form key={serviceAccountId} account={account} />}
    </Loaded>
  );
}

const merge = (base: Draft, mine: Draft, theirs: Draft): Draft => ({
  name: pickChanged(base.name, mine.name, theirs.name),
  description: pickChanged(base.description, mine.description, theirs.description),
  scope: mergeScopes(base.scope, mine.scope, theirs.scope),
});

function Form({ account }: { readonly account: ServiceAccount }) {
  const navigate = useNavigate();
  const name = visibleName(account.spec?.name, account.id);
  const params = { serviceAccountId: account.id };
  const edit = useEdit({
    loaded: account,
    toDraft: ({ spec }): Draft => ({
      name: spec?.name ?? "",
      description: spec?.description ?? "",
      scope: toScopeDraft(spec),
    }),
    merge,
    save: (cloud, { spec: stored, resourceVersion }, draft, asyncOperationId) => {
      const { name: newName, description } = draft;
      const spec = Object.assign(fromScopeDraft(draft.scope, stored), { name: newName, description });
      return cloud.updateServiceAccount({ ...params, spec, resourceVersion, asyncOperationId });
    },
    read: async (cloud) => (await cloud.getServiceAccount(params)).serviceAccount,
    done: `The service account ${name} has been changed.`,
  });
  const { draft, setDraft } = edit;
  const errors = errorsOf(edit.change.error, serviceAccountFields);
  return (
    <Page title={`Edit ${name}`} crumbs={[{ label: "Service accounts", to: "/identities/service-accounts" }]}>
      <EditForm
        edit={edit}
        error={errors.rest}
        backTo="/identities/service-accounts/$serviceAccountId"
        backParams={params}
        onSaved={() => navigate({ to: "/identities/service-accounts/$serviceAccountId", params })}
        disabled={draft.name === ""}
      >
        <TextInput
          label="Name"
          required
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          error={errors.fields.get("spec.name")}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          value={draft.description}
          onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
          error={errors.fields.get("spec.description")}
        />
        <ScopeFields
          fixed
          value={draft.scope}
          onChange={(scope) => setDraft({ ...draft, scope })}
          errors={errors.fields}
        />
      </EditForm>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/identities/service-accounts/$serviceAccountId/edit")({
  component: EditServiceAccount,
});
