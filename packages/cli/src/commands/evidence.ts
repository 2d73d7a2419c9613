// Whether responsibilities are carried out: what shows it, and saying so where nothing can.

import { timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { untilDone } from "@remit/client";
import type { GetEvidenceResponse_Row } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { parseEnd } from "../end.ts";
import { toInertLine } from "../inert.ts";
import { requireServed } from "../model-file/find-model.ts";
import { renderTable } from "../table.ts";
import { UsageError } from "../terminal.ts";
import { type Run, toJsonText } from "./context.ts";

/** All rows in a table; one row with each of its proofs. */
export const evidence: Run<{ readonly row: string | undefined }> = async (context, { row }) => {
  const { responsibility } = context.clients;
  const { rows } = await requireServed(context, responsibility.getEvidence({ responsibilityId: row ?? "" }));
  if (context.json) context.print(toJsonText({ rows: rows.map(toRowJson) }));
  else if (row === undefined) context.print(renderTable(["ROW", "STATE", "SINCE", "WHY"], rows.map(toLine)));
  else context.print(rows.map(renderRow).join("\n"));
  return 0;
};

function toLine(row: GetEvidenceResponse_Row): string[] {
  return [row.responsibilityId, row.state, sinceOf(row).slice(0, 10), row.proofs[0]?.why ?? noProof];
}

const noProof = "Nothing could show it.";

const sinceOf = ({ since }: GetEvidenceResponse_Row): string =>
  since === undefined ? "" : timestampDate(since).toISOString();

function renderRow(row: GetEvidenceResponse_Row): string {
  const { responsibilityId, state, proofs } = row;
  const lines = proofs.map(
    (proof) =>
      `  ${proof.state}  ${proof.provider}${proof.teamId === "" ? "" : ` of team ${proof.teamId}`}: ${proof.why}`,
  );
  const head = `${responsibilityId} is ${state} since ${sinceOf(row)}`;
  return [head, ...(lines.length === 0 ? [`  ${noProof}`] : lines)].map(toInertLine).join("\n");
}

const toRowJson = (row: GetEvidenceResponse_Row): unknown => ({
  responsibility_id: row.responsibilityId,
  state: row.state,
  since: sinceOf(row),
  proofs: row.proofs.map(({ provider, teamId, state, why }) => ({ provider, team_id: teamId, state, why })),
});

export interface AttestArguments {
  readonly row: string;
  readonly statement: string | undefined;
  readonly until: string | undefined;
  readonly withdraw: boolean;
}

export const attest: Run<AttestArguments> = async (context, given) => {
  const { row, statement, until, withdraw } = given;
  if (withdraw) return withdrawAttestation(context, given);
  if (statement === undefined || until === undefined) {
    throw new UsageError("An attestation takes --statement and --until; --withdraw takes one back.");
  }
  const { responsibility } = context.clients;
  const request = { responsibilityId: row, statement, expiresAt: timestampFromDate(parseEnd(until, "--until")) };
  await requireServed(context, untilDone(context.clients, responsibility.attest(request)));
  context.print(context.json ? toJsonText({ responsibility_id: row }) : `Attested until ${until}: ${row}`);
  return 0;
};

const withdrawAttestation: Run<AttestArguments> = async (context, { row, statement, until }) => {
  if (statement !== undefined || until !== undefined) {
    throw new UsageError("--withdraw takes an attestation back as it is: leave out --statement and --until.");
  }
  const withdrawn = context.clients.responsibility.withdrawAttestation({ responsibilityId: row });
  await requireServed(context, untilDone(context.clients, withdrawn));
  context.print(context.json ? toJsonText({ responsibility_id: row }) : `Attested no longer: ${row}`);
  return 0;
};
