// A group's name and what its members hold through it. Who they are is changed on its page.
import { clone, create } from "@bufbuild/protobuf";
import { TextInput } from "@mantine/core";
import { type UserGroup, UserGroupSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { useUserGroup } from "../../data/user-groups.ts";
import { type AccessDraft, fromDraft, mergeDrafts, pickChanged, toDraft } from "./access/access-draft.ts";
import { AccessFields } from "./access/access-fields.tsx";
import { EditForm } from "./edit-form.tsx";
import { errorsOf } from "./errors-of.ts";
import { useEdit } from "./use-edit.ts";

interface GroupDraft {
  readonly name: string;
  readonly access: AccessDraft;
}

function EditGroup() {
  const { groupId } = route.useParams();
  const { data, error, refetch } = useUserGroup(groupId);
  return (
    <Loaded value={data?.group} title="Group" error={error} retry={() => void refetch()}>
      {(group) => <Form key={groupId} group={group} />}
    </Loaded>
  );
}

const merge = (base: GroupDraft, mine: GroupDraft, theirs: GroupDraft): GroupDraft => ({
  name: pickChanged(base.name, mine.name, theirs.name),
  access: mergeDrafts(base.access, mine.access, theirs.access),
});

function Form({ group }: { readonly group: UserGroup }) {
  const navigate = useNavigate();
  const name = group.spec?.displayName ?? "";
  const edit = useEdit({
    loaded: group,
    toDraft: ({ spec }): GroupDraft => ({ name: spec?.displayName ?? "", access: toDraft(spec?.access) }),
    merge,
    save: (cloud, base, draft, asyncOperationId) => {
      const stored = clone(UserGroupSpecSchema, base.spec ?? create(UserGroupSpecSchema));
      const spec = Object.assign(stored, { displayName: draft.name, access: fromDraft(draft.access, stored.access) });
      return cloud.updateUserGroup({
        groupId: group.id,
        spec,
        resourceVersion: base.resourceVersion,
        asyncOperationId,
      });
    },
    read: async (cloud) => (await cloud.getUserGroup({ groupId: group.id })).group,
    done: `The group ${name} has been changed.`,
  });
  const { draft, setDraft } = edit;
  const errors = errorsOf(edit.change.error, ["spec.display_name"]);
  const params = { groupId: group.id };
  return (
    <Page title={`Edit ${name}`} crumbs={[{ label: "Groups", to: "/identities/groups" }]}>
      <EditForm
        edit={edit}
        error={errors.rest}
        backTo="/identities/groups/$groupId"
        backParams={params}
        onSaved={() => navigate({ to: "/identities/groups/$groupId", params })}
        disabled={draft.name === ""}
      >
        <TextInput
          label="Name"
          required
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          error={errors.fields.get("spec.display_name")}
        />
        <AccessFields
          value={draft.access}
          onChange={(access) => setDraft({ ...draft, access })}
          errors={errors.fields}
        />
      </EditForm>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/identities/groups/$groupId/edit")({ component: EditGroup });
