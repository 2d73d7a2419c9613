// The account: its first owner, whom to ask, and under which addresses it is known.
import { z } from "zod";
import { setting } from "../setting.ts";
import { hostAndPortPattern, hostAndPortRule, text, url } from "./values.ts";

const publicAddress = z.string().regex(new RegExp(`^$|${hostAndPortPattern.source}`), hostAndPortRule);

export const account = {
  owner: z
    .strictObject({
      email: setting(
        {
          env: "REMIT_OWNER_EMAIL",
          flag: "owner-email",
          description: "The first owner, made at the very first start.",
        },
        z.email().default("owner@remit.invalid"),
      ),
    })
    .prefault({}),
  contact: z
    .strictObject({
      team: setting(
        {
          env: "REMIT_CONTACT_TEAM",
          flag: "contact-team",
          description: "The team that runs this platform. Refusals name it as the one to ask.",
        },
        text.default("Platform Team"),
      ),
      contact: setting(
        {
          env: "REMIT_CONTACT",
          flag: "contact",
          description: "How to reach that team: an e-mail address or a channel.",
        },
        z.string().default(""),
      ),
      link: setting(
        { env: "REMIT_CONTACT_LINK", flag: "contact-link", description: "Where to ask for access: a URL." },
        url.default(""),
      ),
    })
    .prefault({}),
  addresses: z
    .strictObject({
      console: setting(
        {
          env: "REMIT_CONSOLE_ADDRESS",
          flag: "console-address",
          description:
            "Public URL of the console, for links. Behind a proxy it also says which origin the console's calls come from, " +
            "and with https that its cookie is for TLS alone.",
        },
        url.default(""),
      ),
      grpc: setting(
        {
          env: "REMIT_GRPC_ADDRESS",
          flag: "grpc-address",
          description: "Public host:port of the gateway, which Namespaces name as their gRPC endpoint.",
          otherwise: "where the gateway of this process listens",
        },
        publicAddress.optional(),
      ),
      mtls: setting(
        {
          env: "REMIT_MTLS_ADDRESS",
          flag: "mtls-address",
          description: "The same for clients with certificates: the gateway's TLS port, as it is reached from outside.",
          otherwise: "where the gateway of this process listens with TLS",
        },
        publicAddress.optional(),
      ),
    })
    .prefault({}),
};
