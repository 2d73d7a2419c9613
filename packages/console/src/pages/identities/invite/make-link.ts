// The one-time link by which an invited person comes in. It is made for whoever invites, to hand over.

import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { createClient } from "@connectrpc/connect";
import { useTransport } from "@connectrpc/connect-query";
import { IdentityService } from "@remit/protocol/gen/remit/v1/identity_pb.ts";
import { useMemo } from "react";
import { type Change, useChange } from "../../../data/change.ts";

export interface InvitationLink {
  readonly link: string;
  readonly expiresAt: Timestamp | undefined;
}

const useIdentityService = () => {
  const transport = useTransport();
  return useMemo(() => createClient(IdentityService, transport), [transport]);
};

/** A new link ends the one before it. The token stands behind the "#", which browsers send nowhere. */
export function useMakeLink(): Change<string, InvitationLink> {
  const service = useIdentityService();
  return useChange(
    async (_cloud, userId) => {
      const { token, url, expiresAt } = await service.createInvitationLink({ userId });
      const here = `${window.location.origin}/accept-invitation#token=${token}`;
      return { link: url === "" ? here : url, expiresAt };
    },
    () => null,
  );
}

export function useRevokeLink(): Change<{ readonly userId: string; readonly email: string }, void> {
  const service = useIdentityService();
  return useChange(
    async (_cloud, { userId }) => void (await service.revokeInvitationLink({ userId })),
    ({ email }) => `The invitation link of ${email} does not work any more.`,
  );
}
