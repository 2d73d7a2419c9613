// Go-links: short names that are typed by hand and put into messages, and where they lead.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { checkMatrix, type GoLink, type Matrix } from "@remit/responsibility";
import { IconPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { OutsideLink } from "../../components/outside-link.tsx";
import { Page } from "../../components/page.tsx";
import { tellDone } from "../../components/tell-done.ts";
import { refusalOf, useMay } from "../../data/access-questions.ts";
import { useEditMatrix, useMatrix } from "../../data/matrix.ts";
import { ResponsibilityTabs } from "./tabs.tsx";
import { putGoLink, removeGoLink } from "./tailor/edits.ts";

const blank: GoLink = { name: "", url: "", title: "" };

function GoLinks() {
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/responsibility/go-links" });
  const { data, error, isPending, refetch } = useMatrix();
  const may = useMay("remit.responsibility.update", "accounts");
  const editMatrix = useEditMatrix();
  const [edited, edit] = useState<GoLink | null>(null);
  const [leaving, leave] = useState<GoLink | null>(null);
  const rows = data?.matrix.responsibilities ?? [];
  const add = (
    <MayButton may={may} onClick={() => edit(blank)} leftSection={<IconPlus size={16} aria-hidden />}>
      Add go-link
    </MayButton>
  );
  return (
    <Page
      title="Go-links"
      description="Short addresses that need no signing in: /go/<name> leads where the matrix says."
      actions={add}
    >
      <ResponsibilityTabs />
      <DataTable
        label="Go-links"
        list={{
          items: data?.matrix.goLinks ?? noLinks,
          complete: data !== undefined,
          loading: isPending,
          error: data === undefined ? error : null,
          retry: () => void refetch(),
        }}
        columns={columns}
        keyOf={({ name }) => name}
        nameOf={({ name }) => `go/${name}`}
        textOf={({ name, title, url }) => [name, title, url].join("\n")}
        search={{ text: q, onChange: (value) => void navigate({ search: { q: value }, replace: true }) }}
        actions={[
          { label: "Edit", onClick: edit, refusal: () => refusalOf(may) },
          { label: "Remove", danger: true, onClick: leave, refusal: () => refusalOf(may) },
        ]}
        empty={
          <EmptyState title="No go-link is there yet" action={add}>
            A go-link gives a form, a dashboard or a page a name that people remember.
          </EmptyState>
        }
      />
      {edited !== null && data !== undefined && (
        <GoLinkForm
          link={edited}
          matrix={data.matrix}
          onClose={() => edit(null)}
          onSave={async (link) => {
            await editMatrix(putGoLink(edited === blank ? null : edited.name, link));
            tellDone(`go/${link.name} has been saved.`);
          }}
        />
      )}
      <Confirm
        title="Remove this go-link?"
        label="Remove"
        opened={leaving !== null}
        onClose={() => leave(null)}
        onConfirm={async () => {
          if (leaving === null) return;
          await editMatrix(removeGoLink(leaving.name));
          tellDone(`go/${leaving.name} has been removed.`);
        }}
      >
        {leaving !== null &&
          `Whoever follows /go/${leaving.name} from then on gets nowhere. ${describeUse(rows.filter((row) => row.goLink === leaving.name).map(({ name }) => name))}`}
      </Confirm>
    </Page>
  );
}

const noLinks: readonly GoLink[] = [];

const describeUse = (names: readonly string[]): string =>
  names.length === 0 ? "No row of the matrix names it." : `These rows lose it: ${names.join(", ")}.`;

const columns: readonly Column<GoLink>[] = [
  {
    title: "Name",
    sortBy: ({ name }) => name,
    render: ({ name }) => <CopyText text={`/go/${name}`} what="the link" />,
  },
  { title: "What it is", sortBy: ({ title }) => title, render: ({ title }) => title },
  { title: "Leads to", render: ({ url }) => <OutsideLink href={url} /> },
];

interface GoLinkFormProps {
  readonly link: GoLink;
  readonly matrix: Matrix;
  readonly onSave: (link: GoLink) => Promise<void>;
  readonly onClose: () => void;
}

function GoLinkForm({ link: first, matrix, onSave, onClose }: GoLinkFormProps) {
  const [link, setLink] = useState(first);
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isNew = first === blank;
  const after = putGoLink(isNew ? null : first.name, link)(matrix);
  const at = isNew ? matrix.goLinks.length : matrix.goLinks.findIndex(({ name }) => name === first.name);
  const problems = new Map(
    checkMatrix(after).problems.flatMap(({ path: [list, index, field], message }) =>
      list === "goLinks" && (index === at || index === undefined) ? [[String(field ?? "name"), message] as const] : [],
    ),
  );
  const problem = (field: string): string | undefined => (isTried ? problems.get(field) : undefined);
  const submit = async () => {
    setTried(true);
    if (problems.size > 0) return;
    setBusy(true);
    setError(null);
    try {
      await onSave(link);
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? "Add go-link" : `Edit go/${first.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="Lower-case letters, digits and hyphens"
            leftSection={<Text size="sm">go/</Text>}
            leftSectionWidth={40}
            value={link.name}
            onChange={(event) => setLink({ ...link, name: event.currentTarget.value })}
            required
            error={problem("name")}
            data-autofocus
          />
          <TextInput
            label="Leads to"
            description="An https address, or a path of this console as /requests/new"
            value={link.url}
            onChange={(event) => setLink({ ...link, url: event.currentTarget.value })}
            required
            error={problem("url")}
          />
          <TextInput
            label="What it is"
            value={link.title}
            onChange={(event) => setLink({ ...link, title: event.currentTarget.value })}
            error={problem("title")}
          />
          {error !== null && <ErrorState error={error} />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export const route = createLazyRoute("/signed-in/responsibility/go-links")({ component: GoLinks });
