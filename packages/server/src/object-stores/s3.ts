// Amazon S3, and stores that speak like it. The SDK is loaded by the first sink that needs it.
import type { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { failedPrecondition, quote } from "../errors.ts";
import type { Destination, ObjectStore, ObjectStoresOptions } from "./destination.ts";
import { type Meanings, toStoreFailure } from "./failures.ts";
import { toAwsRegion, toPartition, toRoleArn } from "./identities.ts";

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;
type S3Destination = Extract<Destination, { kind: "s3" }>;

const meanings: Meanings = {
  NoSuchBucket: "no-bucket",
  InvalidAccessKeyId: "credentials",
  SignatureDoesNotMatch: "credentials",
  ExpiredToken: "credentials",
  InvalidToken: "credentials",
  CredentialsProviderError: "credentials",
  PermanentRedirect: "elsewhere",
  AuthorizationHeaderMalformed: "elsewhere",
  IllegalLocationConstraintException: "elsewhere",
  "KMS.NotFoundException": "key",
  "KMS.DisabledException": "key",
  "KMS.KMSInvalidStateException": "key",
};

export async function openS3(
  destination: S3Destination,
  owner: string,
  options: ObjectStoresOptions["s3"],
): Promise<ObjectStore> {
  const { S3Client, PutObjectCommand, DeleteObjectCommand } = await import("@aws-sdk/client-s3");
  const { bucketName, kmsArn } = destination;
  const region = toAwsRegion(destination.region);
  const client = new S3Client({
    region,
    credentials: await findCredentials(destination, region, owner, options),
    forcePathStyle: options.forcePathStyle,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    // Many S3-compatible stores do not know the newer checksums; TLS and the signature cover the body.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
  });
  const bucket = `S3 bucket ${quote(bucketName)}`;
  const encryption = kmsArn === "" ? {} : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: kmsArn };
  return {
    async put(key, bytes, signal) {
      const command = new PutObjectCommand({ Bucket: bucketName, Key: key, Body: bytes, ...encryption });
      await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
        throw toStoreFailure(error, { bucket, doing: "write to" }, meanings);
      });
    },
    async delete(key, signal) {
      const command = new DeleteObjectCommand({ Bucket: bucketName, Key: key });
      await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
        throw toStoreFailure(error, { bucket, doing: "delete from" }, meanings);
      });
    },
    close: () => client.destroy(),
  };
}

/**
 * On AWS the sink's role is assumed, with the Namespace's id as external id: a role that asks for it cannot be used by
 * whoever may name it in a sink of another Namespace. A store behind an endpoint of its own has no roles.
 */
async function findCredentials(
  { roleName, awsAccountId }: S3Destination,
  region: string,
  owner: string,
  { endpoint, credentials }: ObjectStoresOptions["s3"],
): Promise<CredentialProvider> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const own: CredentialProvider =
    credentials === undefined ? fromNodeProviderChain() : () => Promise.resolve(credentials);
  const named = async () => {
    try {
      return await own();
    } catch (error) {
      throw failedPrecondition(`Remit has no AWS credentials of its own${codeOf(error)}`);
    }
  };
  if (endpoint !== undefined || roleName === "") return named;
  const roleArn = toRoleArn(toPartition(region), awsAccountId, roleName);
  const assume = fromTemporaryCredentials({
    masterCredentials: named,
    clientConfig: { region },
    params: { RoleArn: roleArn, RoleSessionName: "remit-export", ExternalId: owner },
  });
  return async () => {
    try {
      return await assume();
    } catch (error) {
      if (error instanceof Error && error.name === "RemitError") throw error;
      throw failedPrecondition(`the role ${quote(roleArn)} could not be assumed${codeOf(error)}`);
    }
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && /^[A-Za-z]{1,64}$/.test(error.name) ? ` (${error.name})` : "";
