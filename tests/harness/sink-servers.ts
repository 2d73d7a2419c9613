// An S3-compatible and a GCS-compatible server and Azure's emulator, each a process of its own with one bucket.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import type { ObjectStoresOptions } from "../../packages/server/src/object-stores/destination.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { findSinkServers } from "../../tools/sink-servers.ts";
import { endWithUs } from "../../tools/stop-child.ts";

export const bucket = "exports";
/** The emulator's one account. Its key is public: every Azurite has it. */
export const azureAccount = "devstoreaccount1";
const azureKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const credentials = { accessKeyId: "remit", secretAccessKey: "remit-secret" };

export interface SinkServers extends AsyncDisposable {
  readonly options: ObjectStoresOptions;
  /** What is in the bucket of each, by its key. */
  readonly readAll: Readonly<Record<"s3" | "gcs" | "azure", () => Promise<Map<string, Uint8Array>>>>;
}

/** A text is the reason why they cannot be had. */
export async function startSinkServers(): Promise<SinkServers | string> {
  const found = findSinkServers();
  if (typeof found === "string") return found;
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "remit-sinks-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [s3, gcs, azure] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const env = {
    ...process.env,
    ROOT_ACCESS_KEY: credentials.accessKeyId,
    ROOT_SECRET_KEY: credentials.secretAccessKey,
  };
  stack.use(run(found.s3, ["--port", `127.0.0.1:${s3}`, "posix", folder], env));
  stack.use(run(found.gcs, ["-scheme", "http", "-host", "127.0.0.1", "-port", `${gcs}`, "-backend", "memory"]));
  const emulator = ["--silent", "--blobPort", `${azure}`, "--skipApiVersionCheck", "--inMemoryPersistence"];
  stack.use(run(process.execPath, [found.azure, ...emulator]));
  const readAll = {
    s3: await openS3(`http://127.0.0.1:${s3}`),
    gcs: await openGcs(`http://127.0.0.1:${gcs}`),
    azure: await openAzure(`http://127.0.0.1:${azure}/${azureAccount}`),
  };
  const kept = stack.move();
  return {
    options: {
      s3: { endpoint: `http://127.0.0.1:${s3}`, forcePathStyle: true, credentials },
      gcs: { endpoint: `http://127.0.0.1:${gcs}` },
      azure: { endpoint: `http://127.0.0.1:${azure}/{account}`, accountKey: azureKey },
    },
    readAll,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function run(program: string, args: readonly string[], env = process.env): AsyncDisposable {
  const child = spawn(program, args, { stdio: "ignore", env });
  endWithUs(child);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A server that was just started refuses connections for a moment. */
async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
  }
}

async function openS3(endpoint: string): Promise<() => Promise<Map<string, Uint8Array>>> {
  const client = new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
  await untilDone(() => client.send(new CreateBucketCommand({ Bucket: bucket })));
  return async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    const read = async (key: string): Promise<[string, Uint8Array]> => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return [key, (await Body?.transformToByteArray()) ?? new Uint8Array()];
    };
    return new Map(await Promise.all(Contents.map(({ Key = "" }) => read(Key))));
  };
}

async function openGcs(endpoint: string): Promise<() => Promise<Map<string, Uint8Array>>> {
  const made = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: bucket }),
  };
  await untilDone(() => fetch(`${endpoint}/storage/v1/b?project=test`, made));
  const objects = `${endpoint}/storage/v1/b/${bucket}/o`;
  return async () => {
    const { items = [] } = (await (await fetch(objects)).json()) as {
      readonly items?: readonly { readonly name: string }[];
    };
    const read = async (key: string): Promise<[string, Uint8Array]> => [
      key,
      await (await fetch(`${objects}/${encodeURIComponent(key)}?alt=media`)).bytes(),
    ];
    return new Map(await Promise.all(items.map(({ name }) => read(name))));
  };
}

async function openAzure(url: string): Promise<() => Promise<Map<string, Uint8Array>>> {
  const service = new BlobServiceClient(url, new StorageSharedKeyCredential(azureAccount, azureKey));
  const container = service.getContainerClient(bucket);
  await untilDone(() => container.create());
  return async () => {
    const found = new Map<string, Uint8Array>();
    for await (const { name } of container.listBlobsFlat())
      found.set(name, await container.getBlobClient(name).downloadToBuffer());
    return found;
  };
}
