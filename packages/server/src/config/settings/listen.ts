// The ports, and who may call them by which name.
import { z } from "zod";
import { setting } from "../setting.ts";
import { bindHost, hostName, port, text } from "./values.ts";

export const listen = z
  .strictObject({
    host: setting(
      {
        env: "REMIT_LISTEN_HOST",
        flag: "host",
        description: "Address that the ports bind to. 0.0.0.0 is every address.",
      },
      bindHost.default("127.0.0.1"),
    ),
    port: setting(
      {
        env: "REMIT_LISTEN_PORT",
        flag: "port",
        description: "Plaintext port (HTTP/1.1 and h2c). 0 takes any free one.",
      },
      port.default(7280),
    ),
    plaintext: setting(
      { env: "REMIT_LISTEN_PLAINTEXT", flag: "plaintext", description: "false: no plaintext port." },
      z.boolean().default(true),
    ),
    hostNames: setting(
      {
        env: "REMIT_LISTEN_HOST_NAMES",
        flag: "host-names",
        description:
          "Host names that clients use, beside localhost. Requests for other hosts are refused, as a page on the internet " +
          "may point its name here; `*` accepts all, for a port behind a proxy that checks.",
      },
      z.array(hostName).default([]),
    ),
    tls: z
      .strictObject({
        host: setting(
          {
            env: "REMIT_TLS_HOST",
            flag: "tls-host",
            description: "Address that the TLS port binds to.",
            otherwise: "listen.host",
          },
          bindHost.optional(),
        ),
        port: setting(
          { env: "REMIT_TLS_PORT", flag: "tls-port", description: "TLS port. 0 takes any free one." },
          port.default(7281),
        ),
        certificate: setting(
          {
            env: "REMIT_TLS_CERTIFICATE",
            flag: "tls-certificate",
            description:
              "PEM file, the leaf first; or `local`: a certificate authority of this machine's own, kept in dataDirectory; " +
              "or `none`: no TLS port.",
            otherwise: "local under `dev` and with the embedded database, none with Postgres",
          },
          text.optional(),
        ),
        key: setting(
          {
            env: "REMIT_TLS_KEY",
            flag: "tls-key",
            description: "PEM file of the certificate's private key.",
            otherwise: "nothing; a certificate file needs it",
          },
          text.optional(),
        ),
      })
      .prefault({}),
  })
  .prefault({});
