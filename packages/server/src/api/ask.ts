import { create } from "@bufbuild/protobuf";
import * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toRowSpec, toTeamSpec } from "@remit/protocol/responsibility-model";
import type { Answer, Owner } from "@remit/responsibility";
import { askWhom } from "../resources/ask.ts";
import type { Deps } from "../resources/call.ts";
import { toAddress } from "../resources/contacts.ts";
import { type ResponsibilityHandlers, read } from "./handlers.ts";

export const ask = (deps: Deps): ResponsibilityHandlers => ({
  ask: read(deps, async (_, call, request: wire.AskRequest) => {
    const { answers, framework } = await askWhom(deps, call, request);
    return {
      answers: answers.map((answer) => toAnswer(answer, deps.addresses.console)),
      framework: framework.map((question) => create(wire.FrameworkQuestionSchema, { ...question })),
    };
  }),
});

const toAnswer = ({ row, owners, why }: Answer, baseUrl: string): wire.AskResponse_Answer =>
  create(wire.AskResponse_AnswerSchema, {
    ...(row !== null && { responsibility: toRowSpec(row) }),
    owners: owners.map((owner) => toOwner(owner, baseUrl)),
    why,
  });

function toOwner({ team, kind, share, part, link }: Owner, baseUrl: string): wire.AskResponse_Owner {
  return create(wire.AskResponse_OwnerSchema, {
    ...(team !== null && { team: create(wire.TeamSchema, { id: team.id, spec: toTeamSpec(team) }) }),
    kind,
    share,
    part,
    link: link === "" ? "" : toAddress(baseUrl, link),
  });
}
