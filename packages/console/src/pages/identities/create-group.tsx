// A group whose members are chosen here. Those of a directory come with the directory.
import { create } from "@bufbuild/protobuf";
import { TextInput } from "@mantine/core";
import { UserGroupSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { FormFrame } from "../../components/form-frame.tsx";
import { Page } from "../../components/page.tsx";
import { useChange } from "../../data/change.ts";
import { emptyDraft, fromDraft } from "./access/access-draft.ts";
import { AccessFields } from "./access/access-fields.tsx";
import { errorsOf } from "./errors-of.ts";

function CreateGroup() {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const change = useChange(
    async (cloud, displayName: string, asyncOperationId) => {
      const groupType = { case: "cloudGroup" as const, value: {} };
      const spec = create(UserGroupSpecSchema, { displayName, access: fromDraft(draft), groupType });
      return (await cloud.createUserGroup({ spec, asyncOperationId })).groupId;
    },
    (displayName) => `The group ${displayName} has been created. Add its members now.`,
  );
  const submit = async () => {
    const groupId = await change.run(name);
    await navigate({
      to: "/identities/groups/$groupId",
      params: { groupId },
      search: { tab: "members" },
      replace: true,
    });
  };
  const errors = errorsOf(change.error, ["spec.display_name"]);
  return (
    <Page
      title="Create group"
      description="What a group holds, each of its members holds."
      crumbs={[{ label: "Groups", to: "/identities/groups" }]}
    >
      <FormFrame
        submitLabel="Create group"
        onSubmit={submit}
        dirty={name !== "" || draft !== emptyDraft}
        busy={change.busy}
        error={errors.rest}
        cancelTo="/identities/groups"
        disabled={name === ""}
      >
        <TextInput
          label="Name"
          description="Lower-case letters, digits, hyphens and underscores."
          required
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.fields.get("spec.display_name")}
        />
        <AccessFields value={draft} onChange={setDraft} errors={errors.fields} />
      </FormFrame>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/identities/groups/create")({ component: CreateGroup });
