// remit.v1.SessionService on the wire: the only place where a cookie is set.
import { create } from "@bufbuild/protobuf";
import type { HandlerContext, ServiceImpl } from "@connectrpc/connect";
import type { SessionService } from "@remit/protocol";
import {
  type CreateSessionResponse,
  type CreateSignInLinkRequest,
  type CreateSignInLinkResponse,
  type EndSessionRequest,
  type EndSessionResponse,
  GetSessionResponseSchema,
} from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { readSessionCookies, renderSessionCookie } from "../authenticate/console-request.ts";
import { originKey } from "../origin.ts";
import type { Deps } from "../resources/call.ts";
import { mutate } from "../resources/mutate.ts";
import { createSession, endSession, getSession, requireOpenCredential } from "../resources/sessions.ts";
import { createSignInLink } from "../resources/sign-in-links.ts";
import { callOf, read, withFragment, write } from "./handlers.ts";

export const sessions = (deps: Deps): ServiceImpl<typeof SessionService> => {
  const setCookie = ({ responseHeader, values }: HandlerContext, token: string, seconds: number): void => {
    const cookie = renderSessionCookie(token, seconds, values.get(originKey), deps.addresses.console);
    responseHeader.append("set-cookie", cookie);
  };
  const link = write<CreateSignInLinkRequest, CreateSignInLinkResponse>(deps, createSignInLink);
  const end = write<EndSessionRequest, EndSessionResponse>(deps, endSession);
  return {
    createSession: async (request, context) => {
      const call = callOf(context);
      await requireOpenCredential(deps, request, call.now);
      // What the browser held is lost with its cookie: it must not go on where nobody can sign out of it.
      const held = readSessionCookies(context.requestHeader, context.values.get(originKey), deps.addresses.console);
      let token = "";
      const response = await mutate<CreateSessionResponse>(deps, call, async (mutation) => {
        const made = await createSession(mutation, request, held);
        token = made.token;
        return made.outcome;
      });
      setCookie(context, token, Math.floor(deps.sessions.longestMs / 1_000));
      return response;
    },
    getSession: read(deps, async (_, call) =>
      create(GetSessionResponseSchema, { session: await getSession(deps, call) }),
    ),
    createSignInLink: async (request, context) => withFragment(await link(request, context)),
    endSession: async (request, context) => {
      const response = await end(request, context);
      setCookie(context, "", 0);
      return response;
    },
  };
};
