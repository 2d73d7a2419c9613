// Azure Blob Storage. Its libraries are loaded by the first sink that needs them.
import type { StorageSharedKeyCredential } from "@azure/storage-blob";
import { quote } from "../errors.ts";
import type { Destination, ObjectStore, ObjectStoresOptions } from "./destination.ts";
import { type Meanings, toStoreFailure } from "./failures.ts";

type AzureDestination = Extract<Destination, { kind: "azure" }>;

const meanings: Meanings = {
  ContainerNotFound: "no-bucket",
  // The account's host has no address: Azure has no account of that name.
  ENOTFOUND: "no-bucket",
  AuthenticationFailed: "credentials",
  InvalidAuthenticationInfo: "credentials",
  CredentialUnavailableError: "credentials",
  AggregateAuthenticationError: "credentials",
  AuthenticationError: "credentials",
};

export async function openAzure(
  { storageAccount, containerName, tenantId }: AzureDestination,
  { endpoint = "https://{account}.blob.core.windows.net", accountKey }: ObjectStoresOptions["azure"],
): Promise<ObjectStore> {
  const { BlobServiceClient, StorageSharedKeyCredential } = await import("@azure/storage-blob");
  const credential =
    accountKey === undefined
      ? await findToken(tenantId)
      : (new StorageSharedKeyCredential(storageAccount, accountKey) satisfies StorageSharedKeyCredential);
  const address = endpoint.replaceAll("{account}", storageAccount);
  const service = new BlobServiceClient(address, credential, {
    retryOptions: { maxTries: 3, maxRetryDelayInMs: 2_000 },
  });
  const container = service.getContainerClient(containerName);
  const bucket = `Azure container ${quote(containerName)} of storage account ${quote(storageAccount)}`;
  return {
    async put(key, bytes, abortSignal) {
      await container
        .getBlockBlobClient(key)
        .upload(bytes, bytes.length, { abortSignal })
        .catch((error: unknown) => {
          throw toStoreFailure(error, { bucket, doing: "write to" }, meanings);
        });
    },
    async delete(key, abortSignal) {
      await container
        .getBlobClient(key)
        .deleteIfExists({ abortSignal })
        .catch((error: unknown) => {
          throw toStoreFailure(error, { bucket, doing: "delete from" }, meanings);
        });
    },
    close: () => {},
  };
}

async function findToken(tenantId: string) {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential(tenantId === "" ? {} : { tenantId });
}
