// What a user may do. The address cannot be changed: a new one is another person.
import { clone } from "@bufbuild/protobuf";
import { type User, UserSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { useUser } from "../../data/users.ts";
import { fromDraft, mergeDrafts, toDraft } from "./access/access-draft.ts";
import { AccessFields } from "./access/access-fields.tsx";
import { EditForm } from "./edit-form.tsx";
import { errorsOf } from "./errors-of.ts";
import { useEdit } from "./use-edit.ts";

function EditUser() {
  const { userId } = route.useParams();
  const { data, error, refetch } = useUser(userId);
  return (
    <Loaded value={data?.user} title="User" error={error} retry={() => void refetch()}>
      {(user) => <Form key={userId} user={user} />}
    </Loaded>
  );
}

function Form({ user }: { readonly user: User }) {
  const navigate = useNavigate();
  const email = user.spec?.email ?? "";
  const edit = useEdit({
    loaded: user,
    toDraft: ({ spec }) => toDraft(spec?.access),
    merge: mergeDrafts,
    save: (cloud, base, draft, asyncOperationId) => {
      const access = fromDraft(draft, base.spec?.access);
      const spec =
        base.spec === undefined ? { email, access } : Object.assign(clone(UserSpecSchema, base.spec), { access });
      return cloud.updateUser({ userId: user.id, spec, resourceVersion: base.resourceVersion, asyncOperationId });
    },
    read: async (cloud) => (await cloud.getUser({ userId: user.id })).user,
    done: `What ${email} may do has been changed.`,
  });
  const errors = errorsOf(edit.change.error, []);
  const params = { userId: user.id };
  return (
    <Page title={`Edit ${email}`} crumbs={[{ label: "Users", to: "/identities/users" }]}>
      <EditForm
        edit={edit}
        error={errors.rest}
        backTo="/identities/users/$userId"
        backParams={params}
        onSaved={() => navigate({ to: "/identities/users/$userId", params })}
      >
        <AccessFields value={edit.draft} onChange={edit.setDraft} errors={errors.fields} />
      </EditForm>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/identities/users/$userId/edit")({ component: EditUser });
