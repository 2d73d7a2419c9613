// Makes everything under src/gen and descriptors/remit.binpb from what is committed:
// descriptors/cloud.binpb (the pinned Cloud Ops API, see tools/descriptors) and proto/remit.
// And descriptors/temporal.binpb from the protos that the pinned Temporal SDK brings along.
// Run by `npm run generate`; CI fails when the result differs from the committed files.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponseSchema,
  type FileDescriptorSet,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { compileTemporalProtos } from "./temporal-descriptors.ts";

const home = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

/** Compiles proto/remit; its stand-ins for foreign files are dropped, the real ones stand in cloud.binpb. */
function compileOwnProtos(): FileDescriptorSet {
  const buf = require.resolve("@bufbuild/buf/bin/buf");
  const result = spawnSync(process.execPath, [buf, "build", "--exclude-source-info", "-o", "-#format=binpb"], {
    cwd: join(home, "proto"),
    maxBuffer: 1 << 26,
  });
  if (result.status !== 0) throw new Error(`buf build failed:\n${result.stderr.toString()}`);
  const set = fromBinary(FileDescriptorSetSchema, result.stdout);
  set.file = set.file.filter((file) => file.name.startsWith("remit/"));
  // buf marks each file with an extension field of its own; readers of the set need only what protobuf defines.
  for (const file of set.file) delete file.$unknown;
  return set;
}

function generateTypeScript(set: FileDescriptorSet): { name: string; content: string }[] {
  const request = create(CodeGeneratorRequestSchema, {
    protoFile: set.file,
    fileToGenerate: set.file.map((file) => file.name).filter((name) => !name.startsWith("google/protobuf/")),
    parameter: "target=ts,import_extension=ts,erasable_syntax=true",
    compilerVersion: { major: 30, minor: 0, patch: 0 },
  });
  const plugin = require.resolve("@bufbuild/protoc-gen-es/bin/protoc-gen-es");
  const result = spawnSync(process.execPath, [plugin], {
    input: toBinary(CodeGeneratorRequestSchema, request),
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(`protoc-gen-es failed:\n${result.stderr.toString()}`);
  const response = fromBinary(CodeGeneratorResponseSchema, result.stdout);
  if (response.error) throw new Error(response.error);
  return response.file.map(({ name, content }) => ({ name, content }));
}

const cloud = fromBinary(FileDescriptorSetSchema, readFileSync(join(home, "descriptors/cloud.binpb")));
const own = compileOwnProtos();
writeFileSync(join(home, "descriptors/remit.binpb"), toBinary(FileDescriptorSetSchema, own));
writeFileSync(join(home, "descriptors/temporal.binpb"), toBinary(FileDescriptorSetSchema, compileTemporalProtos(home)));
const all = create(FileDescriptorSetSchema, { file: [...cloud.file, ...own.file] });
const out = join(home, "src/gen");
rmSync(out, { recursive: true, force: true });
for (const { name, content } of generateTypeScript(all)) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
