// Google Cloud Storage. Its library is loaded by the first sink that needs it.
import type { AuthClient, JWTInput } from "google-auth-library";
import { failedPrecondition, quote, unavailable } from "../errors.ts";
import type { Destination, ObjectStore, ObjectStoresOptions } from "./destination.ts";
import { mayPass, readAnswer, toStoreFailure } from "./failures.ts";
import { toServiceAccount } from "./identities.ts";
import { within } from "./within.ts";

type GcsDestination = Extract<Destination, { kind: "gcs" }>;

const scope = "https://www.googleapis.com/auth/devstorage.read_write";

export async function openGcs(
  destination: GcsDestination,
  { endpoint, credentials }: ObjectStoresOptions["gcs"],
): Promise<ObjectStore> {
  const { Storage } = await import("@google-cloud/storage");
  const { bucketName, gcpProjectId } = destination;
  const anonymous = endpoint !== undefined && credentials === undefined;
  const storage = new Storage({
    // Only for calls that name no bucket; without one the library would look for it.
    projectId: gcpProjectId === "" ? "none" : gcpProjectId,
    retryOptions: { autoRetry: true, maxRetries: 2 },
    ...(endpoint !== undefined && { apiEndpoint: endpoint, useAuthWithCustomEndpoint: !anonymous }),
    ...(!anonymous && { authClient: await findCredentials(destination, credentials) }),
  });
  const bucket = storage.bucket(bucketName);
  const name = `GCS bucket ${quote(bucketName)}`;
  return {
    async put(key, bytes, signal) {
      const written = bucket.file(key).save(Buffer.from(bytes), { resumable: false, validation: false });
      await within(written, signal).catch((error: unknown) => {
        throw toStoreFailure(error, { bucket: name, doing: "write to" }, {});
      });
    },
    async delete(key, signal) {
      await within(bucket.file(key).delete({ ignoreNotFound: true }), signal).catch((error: unknown) => {
        throw toStoreFailure(error, { bucket: name, doing: "delete from" }, {});
      });
    },
    close: () => {},
  };
}

/** The sink's service account is impersonated; without one Remit writes as itself. */
async function findCredentials(
  { saId, gcpProjectId }: GcsDestination,
  credentials: string | undefined,
): Promise<AuthClient> {
  const { GoogleAuth, Impersonated } = await import("google-auth-library");
  const given = credentials === undefined ? {} : { credentials: JSON.parse(credentials) as JWTInput };
  const own = await new GoogleAuth({ ...given, scopes: ["https://www.googleapis.com/auth/cloud-platform"] })
    .getClient()
    .catch(() => {
      throw failedPrecondition("Remit has no Google credentials of its own");
    });
  if (saId === "") return own;
  const targetPrincipal = toServiceAccount(saId, gcpProjectId);
  const client = new Impersonated({
    sourceClient: own,
    targetPrincipal,
    targetScopes: [scope],
    delegates: [],
    lifetime: 3_600,
  });
  // Asked for here, a refusal is told apart from the bucket's.
  await client.getAccessToken().catch((error: unknown) => {
    const { status } = readAnswer(error);
    if (mayPass(status)) throw unavailable("Google gives no token now");
    throw failedPrecondition(`service account ${quote(targetPrincipal)} cannot be impersonated (HTTP ${status})`);
  });
  return client;
}
