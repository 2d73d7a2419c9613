// The command that does the same, for scripts and for those who would rather read it there.
import { Anchor, Collapse, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Finding } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CopyText } from "../../../components/copy-text.tsx";

export function FixCommand({ findings }: { readonly findings: readonly Finding[] }) {
  const [open, { toggle }] = useDisclosure();
  return (
    <Stack gap="xs" align="flex-start">
      <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={open}>
        {open ? "Hide the command" : "Show the command"}
      </Anchor>
      <Collapse expanded={open}>
        <CopyText text={toCommand(findings)} what="the command" />
      </Collapse>
    </Stack>
  );
}

/** Quoted for a shell: ids hold what people name things. */
const toCommand = (findings: readonly Finding[]): string =>
  ["remit drift fix", ...findings.map(({ id }) => `--only '${id.replaceAll("'", "'\\''")}'`), "--yes"].join(" ");
