// Codec servers that the platform may be asked about.
import { z } from "zod";
import { isHost } from "../host-name.ts";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

const originRule = "must be https://host or https://host:port, without a path";
const httpsOrigin = z.string().refine((value) => isOrigin(value, ["https:"]), originRule);

/** Written as browsers write it, so that two ways of writing one are not two; a star would stand for nothing. */
function isOrigin(value: string, protocols: readonly string[]): boolean {
  const parsed = URL.parse(value);
  if (parsed === null || !protocols.includes(parsed.protocol) || parsed.origin !== value) return false;
  return isHost(parsed.hostname.replace(/^\[(.*)\]$/, "$1"));
}

export const codecServers = {
  codecServers: z
    .strictObject({
      probe: setting(
        {
          env: "REMIT_CODEC_SERVERS_PROBE",
          flag: "codec-servers-probe",
          description:
            "Origins (https://codec.example) of codec servers that Remit asks, at every look, whether they answer. Admins of a " +
            "Namespace choose its codec server, so that without this list they could have Remit call anything in its network: " +
            "whether others answer stays unknown.",
        },
        z.array(httpsOrigin).default([]),
      ),
      caFile: setting(
        {
          env: "REMIT_CODEC_SERVERS_CA_FILE",
          flag: "codec-servers-ca-file",
          description: "PEM file of certificate authorities that codec servers may have besides the public ones.",
          otherwise: "the public ones",
        },
        text.optional(),
      ),
      webOrigin: setting(
        {
          env: "REMIT_CODEC_SERVERS_WEB_ORIGIN",
          flag: "codec-servers-web-origin",
          description:
            "Origin of the Web UI whose pages decode with codec servers: those that do not let it (CORS) are told.",
          otherwise: "it is not looked at",
        },
        z
          .string()
          .refine(
            (value) => isOrigin(value, ["https:", "http:"]),
            "must be https://host or http://host, without a path",
          )
          .optional(),
      ),
    })
    .prefault({}),
};
