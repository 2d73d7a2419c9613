// One certificate: whose it is, who signed it, by what it is told from others, and until when it is good.
import { Button, Code, Collapse, Group, Paper, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { CopyText } from "../../../components/copy-text.tsx";
import { Facts } from "../../../components/details.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { StatusBadge } from "../../../components/state-badge.tsx";
import type { CertificateFacts } from "./read-certificate.ts";
import { describeValidity } from "./validity.ts";

export function CertificateCard({ certificate }: { readonly certificate: CertificateFacts }) {
  const { subject, issuer, serial, fingerprint, notBefore, notAfter } = certificate;
  const name = subject || "No name";
  return (
    <Paper withBorder p="md" role="group" aria-label={`Certificate ${name}`}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={500} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Text>
          <StatusBadge {...describeValidity(notBefore, notAfter, new Date())} />
        </Group>
        <Facts
          facts={[
            { label: "Issuer", value: issuer === subject ? "Itself (self-signed)" : issuer },
            { label: "Serial number", value: <CopyText text={serial} what="the serial number" /> },
            { label: "Not before", value: <Moment at={notBefore} /> },
            { label: "Not after", value: <Moment at={notAfter} /> },
          ]}
        />
        <Facts
          facts={[
            {
              label: "SHA-256 fingerprint",
              value:
                fingerprint === null ? (
                  "Worked out only in a page that was opened over HTTPS."
                ) : (
                  <CopyText text={fingerprint} what="the fingerprint" />
                ),
            },
          ]}
          wide
        />
        <Pem text={certificate.pem} name={name} />
      </Stack>
    </Paper>
  );
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

const Moment = ({ at }: { readonly at: Date }) => (
  <>
    {day.format(at)} (<RelativeTime at={at} />)
  </>
);

function Pem({ text, name }: { readonly text: string; readonly name: string }) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        leftSection={opened ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        aria-expanded={opened}
        aria-controls={id}
        aria-label={`PEM of ${name}`}
        onClick={() => setOpened(!opened)}
      >
        PEM
      </Button>
      <div id={id}>
        <Collapse expanded={opened} keepMounted={false}>
          <Code block mt="xs" tabIndex={0} role="group" aria-label={`PEM text of ${name}`}>
            {text}
          </Code>
        </Collapse>
      </div>
    </div>
  );
}
