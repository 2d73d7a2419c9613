// A Namespace's tags in a dialog: they are facts of ours alone and change at once.
import { Button, Group, Modal, Stack } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { DialogButton } from "../../components/dialog-button.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { describeError } from "../../data/describe-error.ts";
import { type Tag, TagFields } from "./form/tag-fields.tsx";

export function EditTags({ namespace }: { readonly namespace: Namespace }) {
  const may = useMay("cloud.namespace.updateTags", "namespaces", namespace.namespace);
  return (
    <DialogButton
      label="Edit tags"
      icon={<IconPencil size={14} aria-hidden />}
      may={may}
      dialog={(opened, onClose) => (
        <Modal
          opened={opened}
          onClose={onClose}
          title={`Tags of ${namespace.namespace}`}
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <Editor namespace={namespace} onDone={onClose} />
        </Modal>
      )}
    />
  );
}

function Editor({ namespace: { namespace, tags }, onDone }: { readonly namespace: Namespace; onDone: () => void }) {
  const [before] = useState(tags);
  const [entries, setEntries] = useState<Tag[]>(() => Object.entries(before).map(([key, value]) => ({ key, value })));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = useCarryOut(CloudService.method.updateNamespaceTags);
  const { upserts, removals } = difference(before, entries);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await change(
        { namespace, tagsToUpsert: upserts, tagsToRemove: removals },
        {
          doing: `The tags of ${namespace} are being saved`,
          done: `The tags of ${namespace} have been saved`,
          failed: `The tags of ${namespace} could not be saved`,
        },
      );
      onDone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack>
      <TagFields tags={entries} onChange={setEntries} errorOf={(index) => errorAt(error, entries[index])} />
      {error !== null && <ErrorState error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          loading={busy}
          disabled={Object.keys(upserts).length + removals.length === 0}
          onClick={() => void save()}
        >
          Save tags
        </Button>
      </Group>
    </Stack>
  );
}

function difference(before: Readonly<Record<string, string>>, entries: readonly Tag[]) {
  const keys = new Set(entries.map(({ key }) => key));
  const upserts = entries.filter(({ key, value }) => !Object.hasOwn(before, key) || before[key] !== value);
  return {
    upserts: Object.fromEntries(upserts.map(({ key, value }) => [key, value])),
    removals: Object.keys(before).filter((key) => !keys.has(key)),
  };
}

function errorAt(error: unknown, tag: Tag | undefined): string | undefined {
  if (error === null || tag === undefined) return undefined;
  return describeError(error).fields.get(`tags_to_upsert[${JSON.stringify(tag.key)}]`);
}
