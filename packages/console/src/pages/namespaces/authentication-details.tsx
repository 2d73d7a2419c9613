// How workers and clients show who they are, and the authorities whose certificates are taken.
import { Group, Stack, Text } from "@mantine/core";
import type {
  CertificateFilterSpec,
  NamespaceSpec,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { CopyText } from "../../components/copy-text.tsx";
import { Details } from "../../components/details.tsx";
import { StatusBadge } from "../../components/state-badge.tsx";
import { CertificateList } from "./certificates/certificate-list.tsx";
import { splitPem } from "./certificates/split-pem.ts";

export function AuthenticationDetails({ spec }: { readonly spec: NamespaceSpec }) {
  const cas = new TextDecoder().decode(spec.mtlsAuth?.acceptedClientCa).trim();
  const count = splitPem(cas).certificates.length;
  const filters = spec.mtlsAuth?.certificateFilters ?? [];
  return (
    <Details title="Authentication">
      <Group gap="xs">
        <StatusBadge {...describeMethod("API keys", spec.apiKeyAuth?.enabled === true)} />
        <StatusBadge {...describeMethod("mTLS", spec.mtlsAuth?.enabled === true)} />
      </Group>
      {cas !== "" && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {count === 1 ? "1 CA certificate" : `${count} CA certificates`}
          </Text>
          <CertificateList text={cas} />
        </Stack>
      )}
      {filters.length > 0 && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            Only certificates that match one of
          </Text>
          {filters.map((filter) => (
            <CopyText key={describeFilter(filter)} text={describeFilter(filter)} what="the filter" />
          ))}
        </Stack>
      )}
    </Details>
  );
}

const describeMethod = (name: string, on: boolean) =>
  ({ label: `${name}: ${on ? "on" : "off"}`, color: on ? "teal" : "gray" }) as const;

function describeFilter(filter: CertificateFilterSpec): string {
  const parts = [
    ["CN", filter.commonName],
    ["O", filter.organization],
    ["OU", filter.organizationalUnit],
    ["SAN", filter.subjectAlternativeName],
  ];
  return parts
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
