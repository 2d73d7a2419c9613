// What an operation is about, as a link where there is a page of it.
import { Text } from "@mantine/core";
import { TextLink } from "../../components/text-link.tsx";

export function ToResource({ type, id }: { readonly type: string; readonly id: string }) {
  if (id === "") return <Text c="dimmed">–</Text>;
  if (type === "namespaces") {
    return (
      <TextLink to="/namespaces/$namespace" params={{ namespace: id }}>
        {id}
      </TextLink>
    );
  }
  if (type === "nexus-endpoints") {
    return (
      <TextLink to="/nexus/$endpointId" params={{ endpointId: id }}>
        {id}
      </TextLink>
    );
  }
  if (type === "projects") {
    return (
      <TextLink to="/projects/$projectId" params={{ projectId: id }}>
        {id}
      </TextLink>
    );
  }
  return id;
}
