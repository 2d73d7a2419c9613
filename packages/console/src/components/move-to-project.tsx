// Moving something to another project: where to, and who gains or loses access by it.
import { List, Select, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AccessHolder } from "../data/access-holders.ts";
import { useAllowedIds } from "../data/may.ts";
import { compareHolders, useProjectHolders } from "../data/project-access.ts";
import { useProjectNames } from "../data/projects.ts";
import { visibleName } from "../data/visible-name.ts";
import { DialogForm } from "./dialog-form.tsx";

export interface MoveToProjectProps {
  /** "Namespace orders.a1b2c3" */
  readonly what: string;
  /** Where it is as the person sees it: the server refuses when it is elsewhere by now. */
  readonly source: string;
  /** Held on the destination, it allows the move: "cloud.namespace.create". */
  readonly operation: string;
  readonly onClose: () => void;
  /** What is thrown is shown. */
  readonly onMove: (destination: string) => Promise<void>;
  /** What else has to be said; gets the destination, "" where none is chosen yet, and the message at a field. */
  readonly children?: (destination: string, errorOf: (field: string) => string | undefined) => ReactNode;
  /** Whether what else has to be said of the destination is said. */
  readonly isReady?: (destination: string) => boolean;
}

export function MoveToProject(props: MoveToProjectProps) {
  const { what, source, operation, onClose, onMove, children, isReady } = props;
  const [destination, setDestination] = useState("");
  const ids = useAllowedIds(operation, "projects");
  const nameProject = useProjectNames();
  const others = ids?.filter((id) => id !== source);
  return (
    <DialogForm
      title="Move to another project"
      label="Move"
      onClose={onClose}
      onSubmit={() => onMove(destination)}
      disabled={destination === "" || isReady?.(destination) === false}
    >
      {(errorOf) => (
        <>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {what} is in project {nameProject(source)}. Access that was given on it stays; access by its project changes
            with the move.
          </Text>
          <Select
            label="Destination project"
            description={
              others?.length === 0
                ? `There is no other project in which you hold ${operation}.`
                : "Those in which you may create one"
            }
            data={(others ?? []).map((id) => ({ value: id, label: nameProject(id) }))}
            value={destination === "" ? null : destination}
            onChange={(id) => setDestination(id ?? "")}
            error={errorOf("destination_project_id")}
            searchable
            withAsterisk
          />
          {children?.(destination, errorOf)}
          {destination !== "" && <AccessAfterMove source={source} destination={destination} />}
        </>
      )}
    </DialogForm>
  );
}

function AccessAfterMove({ source, destination }: { readonly source: string; readonly destination: string }) {
  const before = useProjectHolders(source);
  const after = useProjectHolders(destination);
  if (before.error !== null || after.error !== null) {
    return (
      <Text size="sm" c="dimmed">
        Who gains or loses access by the move is not yours to see.
      </Text>
    );
  }
  if (!before.complete || !after.complete) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Looking at who gains or loses access …
      </Text>
    );
  }
  const { lost, gained } = compareHolders(before.items, after.items);
  if (lost.length + gained.length === 0) return <Text size="sm">Nobody gains or loses access by the move.</Text>;
  return (
    <Stack gap="xs" role="group" aria-label="Access after the move">
      <Holders title="These lose what they hold by the project" holders={lost} />
      <Holders title="These gain access by the project" holders={gained} />
    </Stack>
  );
}

const mostShown = 8;

function Holders({ title, holders }: { readonly title: string; readonly holders: readonly AccessHolder[] }) {
  if (holders.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      <List size="sm" style={{ overflowWrap: "anywhere" }}>
        {holders.slice(0, mostShown).map(({ kind, id, name, permission }) => (
          <List.Item key={`${kind} ${id}`}>
            {kind} {visibleName(name, id)}: {permission}
          </List.Item>
        ))}
        {holders.length > mostShown && <List.Item>and {holders.length - mostShown} more</List.Item>}
      </List>
    </div>
  );
}
