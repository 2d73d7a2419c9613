// The gateway: where Temporal's clients connect, and what they may use there.
import { z } from "zod";
import { setting } from "../setting.ts";
import { bindHost, port, text } from "./values.ts";

const privateListener = z.strictObject({
  host: bindHost.describe("Address to bind to."),
  port: port.describe("Port; 0 takes any free one."),
  tls: z.boolean().default(true).describe("false: the load balancer in front ends TLS."),
});

const perSecond = (name: string, flag: string, whose: string, otherwise: number) =>
  setting(
    {
      env: `REMIT_GATEWAY_${name}`,
      flag: `gateway-${flag}`,
      description: `Requests per second of ${whose}, over all gateways together. 0 is no limit.`,
    },
    z.int().min(0).default(otherwise),
  );

export const gateway = z
  .strictObject({
    host: setting(
      {
        env: "REMIT_GATEWAY_HOST",
        flag: "gateway-host",
        description: "Address that the gateway's ports bind to.",
        otherwise: "listen.host",
      },
      bindHost.optional(),
    ),
    port: setting(
      {
        env: "REMIT_GATEWAY_PORT",
        flag: "gateway-port",
        description: "Plaintext port (h2c) for Temporal's clients. 0 takes any free one.",
        otherwise: "7282; with listen.port 0 any free one, too",
      },
      port.optional(),
    ),
    plaintext: setting(
      {
        env: "REMIT_GATEWAY_PLAINTEXT",
        flag: "gateway-plaintext",
        description: "false: no plaintext port for Temporal's clients.",
      },
      z.boolean().default(true),
    ),
    tlsPort: setting(
      {
        env: "REMIT_GATEWAY_TLS_PORT",
        flag: "gateway-tls-port",
        description:
          "TLS port for Temporal's clients, with the certificate of listen.tls; it asks for client certificates. " +
          "There is none where listen.tls.certificate is `none`.",
        otherwise: "7283; with listen.tls.port 0 any free one, too",
      },
      port.optional(),
    ),
    private: setting(
      {
        env: "REMIT_GATEWAY_PRIVATE",
        flag: null,
        noFlag: "a list of objects",
        description:
          "Further ports, behind private endpoints (AWS PrivateLink, GCP Private Service Connect, Azure Private Link). The " +
          "load balancer must send PROXY protocol v2 there: connections without it are closed.",
      },
      z.array(privateListener).default([]),
    ),
    limits: z
      .strictObject({
        namespaceRequests: perSecond("NAMESPACE_REQUESTS", "namespace-requests", "one Namespace", 2_000),
        principalRequests: perSecond(
          "PRINCIPAL_REQUESTS",
          "principal-requests",
          "one user, service account or certificate",
          0,
        ),
        addressRequests: perSecond("ADDRESS_REQUESTS", "address-requests", "one client address", 0),
      })
      .prefault({}),
    secondLock: z
      .strictObject({
        jwksRefreshSeconds: setting(
          {
            env: "REMIT_GATEWAY_JWKS_REFRESH_SECONDS",
            flag: "gateway-jwks-refresh-seconds",
            description:
              "How often Temporal servers fetch /.well-known/jwks.json (their `jwtKeyProvider.refreshInterval`). A gateway " +
              "forwards nothing for twice as long after its start. 0: they check no tokens, and none are sent.",
            otherwise: "5; under `dev` 0",
          },
          z.int().min(0).max(600).optional(),
        ),
        audience: setting(
          {
            env: "REMIT_GATEWAY_AUDIENCE",
            flag: "gateway-audience",
            description: "`aud` of the tokens that Temporal servers get, where their `audience` asks for one.",
            otherwise: "none",
          },
          text.optional(),
        ),
        rotateHours: setting(
          {
            env: "REMIT_GATEWAY_ROTATE_HOURS",
            flag: "gateway-rotate-hours",
            description: "For how many hours a gateway signs with one key.",
          },
          z.int().min(1).max(720).default(24),
        ),
      })
      .prefault({}),
    audit: setting(
      {
        env: "REMIT_GATEWAY_AUDIT",
        flag: "gateway-audit",
        description:
          "Data-plane operations that leave a record in the audit log, as `temporal.workflow.terminate`; `usual` is " +
          "terminate, signal, reset and delete of workflows and batch operations. What a request does besides counts, as a " +
          "start that terminates the workflow before it. Such a call is refused when its record cannot be written.",
      },
      z.array(text).default([]),
    ),
    metrics: setting(
      {
        env: "REMIT_GATEWAY_METRICS",
        flag: "gateway-metrics",
        description: "Port on listen.host where Prometheus finds the gateway's counters, under /metrics.",
        otherwise: "they are not served",
      },
      port.optional(),
    ),
  })
  .prefault({});
