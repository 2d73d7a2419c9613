// What a Namespace is: where, how it is reached, how one shows who one is, what is kept and for how long.
import { Group, Text } from "@mantine/core";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useMemo } from "react";
import { CopyText } from "../../components/copy-text.tsx";
import { Details, type Fact, Facts } from "../../components/details.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { describeRule } from "../../data/connectivity-rules.ts";
import { useOwnerTeams } from "../../data/owner-teams.ts";
import { useProjectNames } from "../../data/projects.ts";
import { AuthenticationDetails } from "./authentication-details.tsx";
import { CapacityDetails } from "./capacity-details.tsx";
import { EditTags } from "./edit-tags.tsx";
import { MoveNamespace } from "./move-namespace.tsx";
import { OnServer } from "./on-server.tsx";
import { AddRegion, RegionList } from "./region-list.tsx";
import { SearchAttributeList } from "./search-attribute-list.tsx";
import { Tags } from "./tags.tsx";

export function NamespaceOverview({ namespace }: { readonly namespace: Namespace }) {
  const { spec, connectivityRules, tags } = namespace;
  if (spec === undefined) return null;
  const codec = spec.codecServer;
  return (
    <>
      <General namespace={namespace} />
      <Details title="Regions" action={<AddRegion namespace={namespace} />}>
        <RegionList namespace={namespace} />
      </Details>
      <Details title="Addresses">
        <Facts facts={addressFacts(namespace)} />
      </Details>
      <AuthenticationDetails spec={spec} />
      <Details title="Tags" action={<EditTags namespace={namespace} />}>
        <Tags tags={tags} />
      </Details>
      <SearchAttributeList namespace={namespace} />
      <Details title="Codec server">
        {codec === undefined || codec.endpoint === "" ? (
          <None>None. Payloads are shown as they are stored.</None>
        ) : (
          <Facts
            facts={[
              { label: "Endpoint", value: <CopyText text={codec.endpoint} what="the endpoint" /> },
              { label: "Passes the user's access token", value: yesNo(codec.passAccessToken) },
              { label: "Cross-origin credentials", value: yesNo(codec.includeCrossOriginCredentials) },
              { label: "Message when decoding fails", value: codec.customErrorMessage?.default?.message || "–" },
              { label: "Link in that message", value: codec.customErrorMessage?.default?.link || "–" },
            ]}
          />
        )}
      </Details>
      <Details title="Connectivity rules">
        {connectivityRules.length === 0 ? (
          <None>
            {spec.connectivityRuleIds.length === 0
              ? "None. The Namespace may be reached from everywhere."
              : "Attached, and not yours to see."}
          </None>
        ) : (
          <Group gap="xs">
            {connectivityRules.map((rule) => (
              <TextLink key={rule.id} to="/connectivity-rules" search={{ q: rule.id }} size="sm">
                {describeRule(rule)}
              </TextLink>
            ))}
          </Group>
        )}
      </Details>
      <CapacityDetails namespace={namespace} />
      <OnServer namespace={namespace} />
    </>
  );
}

function General({ namespace }: { readonly namespace: Namespace }) {
  const { namespace: id, state, projectId, spec, createdTime, lastModifiedTime } = namespace;
  const nameProject = useProjectNames();
  const one = useMemo(() => [namespace], [namespace]);
  const owners = useOwnerTeams(one)?.(id);
  const facts: Fact[] = [
    { label: "Namespace", value: <CopyText text={id} what="the Namespace" /> },
    { label: "State", value: <StateBadge state={state} /> },
    {
      label: "Project",
      value: (
        <TextLink to="/projects/$projectId" params={{ projectId }}>
          {nameProject(projectId)}
        </TextLink>
      ),
    },
    { label: "Owner team", value: owners?.map(({ name, id: team }) => name || team).join(", ") || "Nobody yet" },
    { label: "Retention period", value: `${spec?.retentionDays ?? 0} days` },
    {
      label: "Deletion protection",
      value: spec?.lifecycle?.enableDeleteProtection === true ? "On: it cannot be deleted" : "Off",
    },
    { label: "Created", value: <RelativeTime at={createdTime} /> },
    { label: "Changed", value: <RelativeTime at={lastModifiedTime} never="Never" /> },
  ];
  const shown = owners === undefined ? facts.filter(({ label }) => label !== "Owner team") : facts;
  return (
    <Details title="General" action={<MoveNamespace namespace={namespace} />}>
      <Facts facts={shown} />
    </Details>
  );
}

function addressFacts({ endpoints }: Namespace): Fact[] {
  const addresses: readonly [string, string | undefined, string][] = [
    ["gRPC address", endpoints?.grpcAddress, "the gRPC address"],
    ["gRPC address for mTLS", endpoints?.mtlsGrpcAddress, "the gRPC address for mTLS"],
    ["Web address", endpoints?.webAddress, "the web address"],
  ];
  return addresses.flatMap(([label, text, what]) =>
    text === undefined || text === "" ? [] : [{ label, value: <CopyText text={text} what={what} /> }],
  );
}

const yesNo = (value: boolean): string => (value ? "Yes" : "No");

const None = ({ children }: { readonly children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);
