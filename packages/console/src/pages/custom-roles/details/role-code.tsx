// The same role for files: JSON, Terraform, command lines.
import { ActionIcon, CopyButton, Group, Paper, ScrollArea, Stack, Text, Title, Tooltip } from "@mantine/core";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { fromSpec } from "../draft/role-draft.ts";
import { toJsonText } from "../draft/role-json.ts";
import { toRemitCommand, toTemporalCommand, toTerraform } from "../draft/role-snippets.ts";

export function RoleCode({ role }: { readonly role: CustomRole }) {
  const draft = fromSpec(role.spec ?? { name: "", description: "", permissions: [] });
  return (
    <Stack gap="lg">
      <Snippet title="JSON" about="As the API has it." text={toJsonText(draft)} />
      <Snippet title="Terraform" about="For the provider temporalio/temporalcloud." text={toTerraform(draft)} />
      <Snippet
        title="temporal cloud"
        about="Creates the role, or brings it up to date, by its name. tcld has no commands for custom roles."
        text={toTemporalCommand(draft)}
      />
      <Snippet title="remit" about="The same with Remit's own command line." text={toRemitCommand(draft)} />
    </Stack>
  );
}

interface SnippetProps {
  readonly title: string;
  readonly about: string;
  readonly text: string;
}

function Snippet({ title, about, text }: SnippetProps) {
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? "Copied" : "Copy"} withArrow>
              <ActionIcon variant="default" size="lg" onClick={copy} aria-label={copied ? "Copied" : `Copy ${title}`}>
                {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
      <Paper withBorder>
        <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
          <pre style={{ margin: 0, padding: "12px 16px", fontSize: "var(--mantine-font-size-sm)" }}>{text}</pre>
        </ScrollArea.Autosize>
      </Paper>
    </div>
  );
}
