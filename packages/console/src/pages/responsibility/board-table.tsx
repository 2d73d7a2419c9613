// A table for each category, as the published matrix is drawn, with the state of each row beside it.

import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  Anchor,
  Box,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import type { Model, VisibleCategory, VisibleRow } from "@remit/responsibility";
import { OutsideLink } from "../../components/outside-link.tsx";
import { describeRelativeTime } from "../../components/relative-time.tsx";
import { StateMark } from "../../components/state-mark.tsx";
import { type RowEvidence, toEvidenceState } from "../../data/evidence.ts";
import { visibleName } from "../../data/visible-name.ts";
import classes from "./board.module.css";
import { OwnerMark } from "./owner-mark.tsx";

export interface BoardTableProps {
  readonly model: Model;
  readonly categories: readonly VisibleCategory[];
  readonly evidence: ReadonlyMap<string, RowEvidence> | undefined;
  readonly onOpen: (rowId: string) => void;
}

export function BoardTable({ model, categories, evidence, onOpen }: BoardTableProps) {
  const { kinds } = model.matrix;
  return categories.map(({ title, rows }) => (
    <Stack key={title} gap="xs" component="section" aria-label={title}>
      <Title order={2} style={{ overflowWrap: "anywhere" }}>
        {title}
      </Title>
      <div className={classes.frame}>
        <Table
          className={classes.table}
          aria-label={title}
          verticalSpacing="xs"
          highlightOnHover
          layout="fixed"
          miw={kinds.length > 2 ? 320 + kinds.length * 130 : undefined}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.name}>Responsibility</Table.Th>
              <Table.Th className={classes.state} visibleFrom="sm">
                State
              </Table.Th>
              {kinds.map((kind) => (
                <Table.Th key={kind.id} className={classes.kind}>
                  {kind.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((visible) => (
              <Row
                key={visible.row.id}
                model={model}
                visible={visible}
                evidence={evidence?.get(visible.row.id)}
                isJudged={evidence !== undefined}
                onOpen={onOpen}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  ));
}

interface RowProps extends Pick<BoardTableProps, "model" | "onOpen"> {
  readonly visible: VisibleRow;
  readonly evidence: RowEvidence | undefined;
  /** False until it is known what is carried out. */
  readonly isJudged: boolean;
}

function Row({ model, visible: { row, goLink, marks }, evidence, isJudged, onOpen }: RowProps) {
  const state = isJudged ? (
    <RowState evidence={evidence} name={row.name} onOpen={() => onOpen(row.id)} />
  ) : (
    <Skeleton height={20} width={110} />
  );
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.name} fw={400}>
        <Anchor component="button" type="button" ta="start" onClick={() => onOpen(row.id)} className={classes.open}>
          {visibleName(row.name, row.id)}
        </Anchor>
        {goLink !== null && (
          <Text span size="sm" c="dimmed">
            {" "}
            (<OutsideLink href={goLink.url === "" ? "" : `/go/${row.goLink}`}>{goLink.title}</OutsideLink>)
          </Text>
        )}
        <Box hiddenFrom="sm" mt={4}>
          {state}
        </Box>
      </Table.Th>
      <Table.Td className={classes.state} visibleFrom="sm">
        {state}
      </Table.Td>
      {model.matrix.kinds.map((kind, index) => (
        <Table.Td key={kind.id}>
          <OwnerMark model={model} kind={kind} mark={marks[index]} owner={row.owners[kind.id]} rowName={row.name} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

interface RowStateProps {
  readonly evidence: RowEvidence | undefined;
  readonly name: string;
  readonly onOpen: () => void;
}

/** Why and since when on hover and focus; all proofs behind it. */
function RowState({ evidence, name, onOpen }: RowStateProps) {
  const state = toEvidenceState(evidence?.state);
  const why = evidence?.proofs[0]?.why ?? "Nothing is named that could show it.";
  const since =
    evidence?.since === undefined ? "" : `, since ${describeRelativeTime(timestampDate(evidence.since), new Date())}`;
  return (
    <Tooltip label={`${why}${since}`} multiline maw={360} withArrow events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton onClick={onOpen} className={classes.stateButton}>
        <StateMark state={state} />
        <VisuallyHidden>: {name}</VisuallyHidden>
      </UnstyledButton>
    </Tooltip>
  );
}
