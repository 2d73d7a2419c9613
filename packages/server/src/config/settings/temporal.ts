// Temporal servers, and the regions that stand for them.
import { z } from "zod";
import { defaultRegions } from "../default-regions.ts";
import { setting } from "../setting.ts";
import { managedFailover } from "./managed-failover.ts";
import { hostAndPort, text } from "./values.ts";

const temporalServer = z.strictObject({
  address: hostAndPort.describe("host:port of the Temporal frontend."),
  gatewayAddress: hostAndPort
    .optional()
    .describe(
      "host:port where the gateway forwards calls, when that is another than `address`: the frontend that checks tokens, " +
        "beside an internal frontend for the control plane's own calls. Left out: `address`.",
    ),
  clusterAddress: hostAndPort
    .optional()
    .describe(
      "host:port where the other Temporal servers reach this one: a frontend that checks no tokens, or admits them by their " +
        "certificates. Servers that have it are connected with each other (docs/regions.md). Left out: with none.",
    ),
  tls: z
    .strictObject({
      ca: text.optional().describe("PEM file; left out: the system's authorities."),
      cert: text.optional().describe("PEM file of the client certificate, for mutual TLS."),
      key: text.optional().describe("PEM file of the client certificate's key."),
      serverName: text.optional().describe("The name that the server's certificate has, when it is not the host."),
    })
    .optional(),
  apiKeyFile: text.optional().describe("File with the API key or token that is sent with every call."),
});

const region = z.strictObject({
  id: z
    .string()
    .regex(/^(aws|gcp|azure)-[a-z0-9-]+$/, "must be a cloud provider and its region, as aws-us-east-1")
    .describe("Cloud provider and its region, as official clients expect it: aws-us-east-1."),
  server: text.describe("Name of the Temporal server behind it."),
  location: text.optional().describe("What a person reads: US East (N. Virginia)."),
});

export const temporal = z
  .strictObject({
    address: setting(
      {
        env: "TEMPORAL_ADDRESS",
        flag: "temporal-address",
        description: "host:port of the one Temporal server, when there is only one. It gets the name `default`.",
        otherwise: "127.0.0.1:7233, unless temporal.servers is set",
      },
      hostAndPort.optional(),
    ),
    servers: setting(
      {
        env: "REMIT_TEMPORAL_SERVERS",
        flag: "temporal-servers",
        description: "Temporal servers by a name of your choice, with their TLS files and API key file.",
        otherwise: "the one of temporal.address",
      },
      z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "must be a lower-case name"), temporalServer).optional(),
    ),
    managedFailover,
  })
  .prefault({});

export const regions = {
  regions: setting(
    {
      env: "REMIT_REGIONS",
      flag: "regions",
      description: "The regions that clients see, each mapped to a Temporal server. The first one is the default.",
    },
    z.array(region).min(1).default(defaultRegions),
  ),
};
