// Exports of closed workflow histories: when, and how the object stores that sinks name are reached.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

const httpUrl = z.string().regex(/^https?:\/\/[^\s?#]+$/, "must begin with https:// or http://, without a query");

export const exportSettings = {
  exports: z
    .strictObject({
      everyMinutes: setting(
        {
          env: "REMIT_EXPORTS_EVERY_MINUTES",
          flag: "exports-every-minutes",
          description:
            "How often the histories of workflows that closed go to the export sinks of their Namespaces. With 60, objects " +
            "stand under minute 00 of their hour, as in Temporal Cloud. 0 is never.",
        },
        z.int().min(0).max(720).default(60),
      ),
      lateMinutes: setting(
        {
          env: "REMIT_EXPORTS_LATE_MINUTES",
          flag: "exports-late-minutes",
          description:
            "How late a Temporal server's visibility store may learn of a closed workflow: so much of the time before is read " +
            "again with every export.",
        },
        z.int().min(1).max(1_440).default(60),
      ),
      s3: z
        .strictObject({
          endpoint: setting(
            {
              env: "REMIT_EXPORTS_S3_ENDPOINT",
              flag: "exports-s3-endpoint",
              description:
                "URL of an S3-compatible store. It has no roles: what sinks say of a role and an account is not used there.",
              otherwise: "AWS, where the role of each sink is assumed",
            },
            httpUrl.optional(),
          ),
          forcePathStyle: setting(
            {
              env: "REMIT_EXPORTS_S3_FORCE_PATH_STYLE",
              flag: "exports-s3-force-path-style",
              description:
                "true: the bucket stands in the path and not in the host, as most S3-compatible stores want it.",
            },
            z.boolean().default(false),
          ),
          accessKeyIdFile: setting(
            {
              env: "REMIT_EXPORTS_S3_ACCESS_KEY_ID_FILE",
              flag: "exports-s3-access-key-id-file",
              description: "File with the id of Remit's access key.",
              otherwise: "what the AWS SDK finds: environment, profile, or the role of the machine",
            },
            text.optional(),
          ),
          secretAccessKeyFile: setting(
            {
              env: "REMIT_EXPORTS_S3_SECRET_ACCESS_KEY_FILE",
              flag: "exports-s3-secret-access-key-file",
              description: "File with the secret of that key.",
              otherwise: "nothing; an access key needs it",
            },
            text.optional(),
          ),
        })
        .prefault({}),
      gcs: z
        .strictObject({
          endpoint: setting(
            {
              env: "REMIT_EXPORTS_GCS_ENDPOINT",
              flag: "exports-gcs-endpoint",
              description:
                "URL of a store that speaks like Google Cloud Storage. Without credentialsFile nobody signs in there.",
              otherwise: "Google Cloud Storage",
            },
            httpUrl.optional(),
          ),
          credentialsFile: setting(
            {
              env: "REMIT_EXPORTS_GCS_CREDENTIALS_FILE",
              flag: "exports-gcs-credentials-file",
              description:
                "JSON file with the credentials of Remit, which impersonates the service account of each sink.",
              otherwise: "what Google's libraries find: environment, or the service account of the machine",
            },
            text.optional(),
          ),
        })
        .prefault({}),
      azure: z
        .strictObject({
          endpoint: setting(
            {
              env: "REMIT_EXPORTS_AZURE_ENDPOINT",
              flag: "exports-azure-endpoint",
              description: "URL of a blob store, with `{account}` where the storage account's name goes.",
              otherwise: "https://{account}.blob.core.windows.net",
            },
            httpUrl.optional(),
          ),
          accountKeyFile: setting(
            {
              env: "REMIT_EXPORTS_AZURE_ACCOUNT_KEY_FILE",
              flag: "exports-azure-account-key-file",
              description: "File with the key of the one storage account that sinks may then name.",
              otherwise: "what Azure's libraries find: environment, workload identity, or the identity of the machine",
            },
            text.optional(),
          ),
        })
        .prefault({}),
    })
    .prefault({}),
};
