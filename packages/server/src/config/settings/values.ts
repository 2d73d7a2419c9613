// Kinds of value that several settings share.
import { z } from "zod";
import { isHost } from "../host-name.ts";

export const text = z.string().min(1);
const hostNameRule = "must be host names or addresses, without scheme and port, or `*`";
export const port = z.int().min(0).max(65_535);
export const hostAndPortRule = "must be host:port, without a scheme";
export const hostAndPortPattern =
  /^(\[[0-9a-fA-F:.%]+\]|[^\s:/[\]@]+)(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/;
export const hostAndPort = z.string().regex(hostAndPortPattern, hostAndPortRule);
export const bindHost = z
  .string()
  .regex(
    /^([A-Za-z0-9._-]+|[0-9a-fA-F]*:[0-9a-fA-F:.]+(%[\w.-]+)?)$/,
    "must be an address or a host name, without a port",
  )
  .refine(isHost, "must be an address or a host name, without a port");
export const hostName = z
  .string()
  .regex(/^(\*|[A-Za-z0-9._-]+|\[?[0-9a-fA-F]*:[0-9a-fA-F:.]+\]?)$/, hostNameRule)
  .refine((name) => name === "*" || (!name.endsWith(".") && isHost(name.replace(/^\[(.*)\]$/, "$1"))), hostNameRule);
export const url = z
  .string()
  .regex(/^(https?:\/\/\S+)?$/, "must begin with https:// or http://")
  .refine((text) => text === "" || URL.canParse(text), "must be a URL");
