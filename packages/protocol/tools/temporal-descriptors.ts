// The pinned description of Temporal's own API, the data plane: the files behind WorkflowService and OperatorService as
// they come with the Temporal SDK in package-lock.json. Only facts about the wire are kept; prose options are dropped.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { create, fromBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, type FileDescriptorSet, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const require = createRequire(import.meta.url);
const services = ["workflowservice", "operatorservice"].map((name) => `temporal/api/${name}/v1/service.proto`);
/** What only the dropped options need. */
const optionFiles = /^(google\/api|nexusannotations|temporal\/api\/protometa)\//;

/** Compiles the protos of the SDK's core bridge. `work`: an existing folder for what must lie there meanwhile. */
export function compileTemporalProtos(work: string): FileDescriptorSet {
  const sources = join(
    dirname(require.resolve("@temporalio/core-bridge/package.json")),
    "sdk-core/crates/protos/protos/api_upstream",
  );
  const copy = mkdtempSync(join(work, "temporal-protos-"));
  try {
    for (const folder of ["temporal", "google", "nexusannotations"])
      cpSync(join(sources, folder), join(copy, folder), { recursive: true });
    // The SDK's own buf.yaml wants modules from the network.
    writeFileSync(join(copy, "buf.yaml"), "version: v2\n");
    return keepServices(build(copy));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function build(folder: string): FileDescriptorSet {
  const buf = require.resolve("@bufbuild/buf/bin/buf");
  const result = spawnSync(process.execPath, [buf, "build", "--exclude-source-info", "-o", "-#format=binpb"], {
    cwd: folder,
    maxBuffer: 1 << 26,
  });
  if (result.status !== 0) throw new Error(`buf build failed:\n${result.stderr.toString()}`);
  return fromBinary(FileDescriptorSetSchema, result.stdout);
}

function keepServices(set: FileDescriptorSet): FileDescriptorSet {
  const byName = new Map(set.file.map((file) => [file.name, file]));
  const kept = new Set<string>();
  const keep = (name: string): void => {
    if (kept.has(name)) return;
    const file = byName.get(name);
    if (file === undefined) throw new Error(`Temporal's API names ${name}, which is not there`);
    dropProse(file);
    for (const dependency of file.dependency) keep(dependency);
    // After what it needs, as readers of a descriptor set expect.
    kept.add(name);
  };
  for (const service of services) keep(service);
  return create(FileDescriptorSetSchema, { file: [...kept].map((name) => byName.get(name) as FileDescriptorProto) });
}

function dropProse(file: FileDescriptorProto): void {
  // buf marks each file with an extension field of its own.
  delete file.$unknown;
  delete file.options;
  file.dependency = file.dependency.filter((name) => !optionFiles.test(name));
  file.publicDependency = [];
  for (const service of file.service) {
    delete service.options;
    for (const method of service.method) delete method.options;
  }
}
