import { openAzure } from "./azure.ts";
import type { ObjectStoresOptions, OpenObjectStore } from "./destination.ts";
import { openGcs } from "./gcs.ts";
import { openS3 } from "./s3.ts";

/** As where nothing is configured: the providers themselves, with the credentials that their libraries find. */
export const noObjectStoreSettings: ObjectStoresOptions = { s3: { forcePathStyle: false }, gcs: {}, azure: {} };

/** Endpoints and credentials come from the configuration alone: a sink names a bucket and whom to be there. */
export const createOpenObjectStore =
  (options: ObjectStoresOptions): OpenObjectStore =>
  (destination, owner) => {
    switch (destination.kind) {
      case "s3":
        return openS3(destination, owner, options.s3);
      case "gcs":
        return openGcs(destination, options.gcs);
      case "azure":
        return openAzure(destination, options.azure);
    }
  };
