// remit.v1.IdentityService on the wire.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import type { IdentityService } from "@remit/protocol";
import type {
  AcceptInvitationRequest,
  AcceptInvitationResponse,
  CreateInvitationLinkRequest,
  CreateInvitationLinkResponse,
  ListApiKeyUsesRequest,
} from "@remit/protocol/gen/remit/v1/identity_pb.ts";
import { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { listApiKeys } from "../resources/api-keys.ts";
import type { Deps } from "../resources/call.ts";
import {
  acceptInvitation,
  createInvitationLink,
  requireOpenInvitation,
  revokeInvitationLink,
} from "../resources/invitations.ts";
import type { ApiKeyRow } from "../store/api-keys.ts";
import { callOf, read, withFragment, write } from "./handlers.ts";

export const invitations = (deps: Deps): ServiceImpl<typeof IdentityService> => {
  const link = write<CreateInvitationLinkRequest, CreateInvitationLinkResponse>(deps, createInvitationLink);
  const accept = write<AcceptInvitationRequest, AcceptInvitationResponse>(deps, acceptInvitation);
  return {
    createInvitationLink: async (request, context) => withFragment(await link(request, context)),
    revokeInvitationLink: write(deps, revokeInvitationLink),
    listApiKeyUses: read(deps, async (_, call, request: ListApiKeyUsesRequest) => {
      // What this process has seen and not noted yet: somebody who asks wants to know of it.
      await deps.noteKeyUses();
      const anyOwner = { ownerType: OwnerType.UNSPECIFIED, ownerTypeDeprecated: "" };
      const { items, nextPageToken } = await listApiKeys(deps, call, { ...request, ...anyOwner });
      return { uses: items.flatMap(toUse), nextPageToken };
    }),
    acceptInvitation: async (request, context) => {
      await requireOpenInvitation(deps.database.db, request.token, callOf(context).now);
      return accept(request, context);
    },
  };
};

const toUse = ({ id, last_used_at }: ApiKeyRow) =>
  last_used_at === null ? [] : [{ keyId: id, lastUsedAt: timestampFromDate(last_used_at) }];
