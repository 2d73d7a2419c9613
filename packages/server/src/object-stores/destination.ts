// Where objects go, as an export sink's spec names it, and what can be done there.
import type { AzureBlobSpec, GCSSpec, S3Spec } from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";

export type Destination =
  | ({ readonly kind: "s3" } & Readonly<Omit<S3Spec, "$typeName">>)
  | ({ readonly kind: "gcs" } & Readonly<Omit<GCSSpec, "$typeName">>)
  | ({ readonly kind: "azure" } & Readonly<Omit<AzureBlobSpec, "$typeName">>);

/**
 * One bucket. What fails throws a RemitError: FAILED_PRECONDITION where somebody must change something, UNAVAILABLE for
 * what may pass. Its message names the provider's code and nothing else of its answer, which may tell of credentials.
 */
export interface ObjectStore {
  /** Writes the whole object, or nothing; an object of this name is replaced. */
  put(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** An object that is not there is deleted. */
  delete(key: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Opens nothing: the first call does. `owner` is the Namespace that the objects are of. */
export type OpenObjectStore = (destination: Destination, owner: string) => Promise<ObjectStore>;

/** Endpoints and credentials, as the operator configures them. Secrets are values here: files are read before. */
export interface ObjectStoresOptions {
  readonly s3: {
    /** Of an S3-compatible store; absent: AWS. */
    readonly endpoint?: string;
    readonly forcePathStyle: boolean;
    /** Absent: the AWS SDK looks for credentials where it usually does. */
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly gcs: {
    readonly endpoint?: string;
    /** A service account's key as JSON; absent: Google's libraries look where they usually do. */
    readonly credentials?: string;
  };
  readonly azure: {
    /** With `{account}` where the storage account's name goes; absent: Azure. */
    readonly endpoint?: string;
    /** Of the storage accounts; absent: Azure's libraries look for credentials where they usually do. */
    readonly accountKey?: string;
  };
}
