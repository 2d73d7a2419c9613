// remit.v1.IdentityService on the wire.
import type { ServiceImpl } from "@connectrpc/connect";
import type { IdentityService } from "@remit/protocol";
import type {
  AcceptInvitationRequest,
  AcceptInvitationResponse,
  CreateInvitationLinkRequest,
  CreateInvitationLinkResponse,
} from "@remit/protocol/gen/remit/v1/identity_pb.ts";
import type { Deps } from "../resources/call.ts";
import {
  acceptInvitation,
  createInvitationLink,
  requireOpenInvitation,
  revokeInvitationLink,
} from "../resources/invitations.ts";
import { callOf, withFragment, write } from "./handlers.ts";

export const invitations = (deps: Deps): ServiceImpl<typeof IdentityService> => {
  const link = write<CreateInvitationLinkRequest, CreateInvitationLinkResponse>(deps, createInvitationLink);
  const accept = write<AcceptInvitationRequest, AcceptInvitationResponse>(deps, acceptInvitation);
  return {
    createInvitationLink: async (request, context) => withFragment(await link(request, context)),
    revokeInvitationLink: write(deps, revokeInvitationLink),
    acceptInvitation: async (request, context) => {
      await requireOpenInvitation(deps.database.db, request.token, callOf(context).now);
      return accept(request, context);
    },
  };
};
