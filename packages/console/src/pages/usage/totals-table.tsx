// Who used how much: the same as the chart shows, for those who read instead of looking, and in full.
import { Group, Progress, ScrollArea, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { type Measure, sumOf, type Total } from "../../data/costs.ts";
import { measures, writeAmount } from "./amounts.ts";

export interface TotalsTableProps {
  readonly totals: readonly Total[];
  readonly titleOfKey: string;
  readonly cellOf: (key: string) => ReactNode;
  readonly measure: Measure;
  readonly currency: string;
}

export function TotalsTable({ totals, titleOfKey, cellOf, measure, currency }: TotalsTableProps) {
  const whole = sumOf(totals);
  const title = measures.find(({ value }) => value === measure)?.label;
  return (
    <ScrollArea tabIndex={0} role="region" aria-label={`${title} by ${titleOfKey.toLowerCase()}`}>
      <Table miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{titleOfKey}</Table.Th>
            <Table.Th ta="right">{title}</Table.Th>
            <Table.Th ta="right">Share</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {totals.map(({ key, amount }) => {
            const share = whole === 0 ? 0 : (amount / whole) * 100;
            return (
              <Table.Tr key={key}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{cellOf(key)}</Table.Td>
                <Table.Td ta="right">{writeAmount(amount, measure, currency)}</Table.Td>
                <Table.Td>
                  <Group justify="end" wrap="nowrap" gap="sm">
                    <Progress value={share} w={120} aria-hidden visibleFrom="sm" />
                    <Text span size="sm" w="4.5em" ta="right">
                      {share.toFixed(1)} %
                    </Text>
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>All</Table.Th>
            <Table.Th ta="right">{writeAmount(whole, measure, currency)}</Table.Th>
            <Table.Th ta="right">
              <Text span size="sm" c="dimmed">
                100 %
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </ScrollArea>
  );
}
