// Measures the Cloud Ops API on PGlite and on Postgres, beside OpenFGA on the same Postgres, and writes
// docs/benchmarks/api.md: `npm run bench:api [-- rounds]`. The targets take turns within each round, so that what disturbs
// one disturbs all.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DescMessage } from "@bufbuild/protobuf";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  CreateCustomRoleRequestSchema,
  GetCustomRoleRequestSchema,
  GetCustomRolesRequestSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { makeDatabase } from "../tests/harness/databases.ts";
import { startPostgres } from "../tools/postgres.ts";
import { specOfRole } from "./api/custom-role.ts";
import { openfgaVersion, startOpenfga } from "./api/openfga.ts";
import { type Row, toReport } from "./api/report.ts";
import { type Measured, startMeasured } from "./child.ts";
import { runLoad, type Target, toFrame } from "./load.ts";

const rounds = Number(process.argv[2] ?? 3);
const turnMs = 3_000;
const listed = 10_000;
/** For the question whether a page costs more where there is more. */
const sizes = [100, 10_000, 100_000];

interface Contestant {
  readonly name: string;
  readonly target: Target;
  readonly frame: Buffer | (() => Buffer);
  readonly cpuUs: () => Promise<number>;
}

const encode = <Desc extends DescMessage>(desc: Desc, init: MessageInitShape<Desc>): Buffer =>
  toFrame(toBinary(desc, create(desc, init)));

async function startRemit(store: unknown, roles: number): Promise<Measured> {
  const program = new URL("api/remit-process.ts", import.meta.url);
  return startMeasured(program, JSON.stringify(store), String(roles));
}

const cpuOf = async (process: Measured): Promise<number> => {
  const { cpu } = await process.usage();
  return cpu.user + cpu.system;
};

let made = 0;

function contestantsOf(store: string, remit: Measured): readonly Contestant[] {
  const { key = "", resourceId = "", ports } = remit;
  const url = `http://127.0.0.1:${ports[0]}`;
  const target = (rpc: string): Target => ({
    url,
    path: `/temporal.api.cloud.cloudservice.v1.CloudService/${rpc}`,
    key,
  });
  const create = (): Buffer => {
    made += 1;
    return encode(CreateCustomRoleRequestSchema, { spec: specOfRole(`made-${made}`) });
  };
  const cpuUs = () => cpuOf(remit);
  return [
    // Neither key nor store: what no call of this server can cost less than.
    {
      name: `Health.Check, ${store}`,
      target: { url, path: "/grpc.health.v1.Health/Check" },
      frame: toFrame(Buffer.alloc(0)),
      cpuUs,
    },
    {
      name: `GetCustomRole, ${store}`,
      target: target("GetCustomRole"),
      frame: encode(GetCustomRoleRequestSchema, { roleId: resourceId }),
      cpuUs,
    },
    {
      name: `GetCustomRoles, 50 of ${listed.toLocaleString("en")}, ${store}`,
      target: target("GetCustomRoles"),
      frame: encode(GetCustomRolesRequestSchema, { pageSize: 50 }),
      cpuUs,
    },
    { name: `CreateCustomRole, ${store}`, target: target("CreateCustomRole"), frame: create, cpuUs },
  ];
}

async function measure(contestants: readonly Contestant[]): Promise<Row[]> {
  const rows: Row[] = contestants.map(({ name }) => ({ name, one: [], many: [], cpuUs: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, { target, frame, cpuUs }] of contestants.entries()) {
      const one = await runLoad(target, frame, 1, turnMs / 3);
      const before = await cpuUs();
      const many = await runLoad(target, frame, 32, turnMs);
      const used = (await cpuUs()) - before;
      // The first round warms up.
      if (round === 0) continue;
      rows[at]?.one.push(one);
      rows[at]?.many.push(many);
      rows[at]?.cpuUs.push(used / many.calls);
      console.error(`round ${round}, ${rows[at]?.name}: ${many.perSecond.toFixed(0)} calls/s at 32`);
    }
  }
  return rows;
}

async function measureSizes(postgresUrl: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    await using database = await makeDatabase(postgresUrl);
    const remit = await startRemit({ kind: "postgres", url: database.url }, size);
    const page = contestantsOf(`of ${size}`, remit).find(({ name }) => name.startsWith("GetCustomRoles"));
    const [row] = page === undefined ? [] : await measure([page]);
    if (row !== undefined) rows.push({ ...row, name: `50 of ${size.toLocaleString("en")}` });
    remit.stop();
  }
  return rows;
}

const postgres = await startPostgres();
if (typeof postgres === "string") throw new Error(postgres);
const directory = await mkdtemp(join(tmpdir(), "remit-bench-api-"));
try {
  await using ours = await makeDatabase(postgres.url);
  await using theirs = await makeDatabase(postgres.url);
  const onPostgres = await startRemit({ kind: "postgres", url: ours.url }, listed);
  const onPGlite = await startRemit({ kind: "pglite", directory }, listed);
  const openfga = await startOpenfga(theirs.url, listed);
  const service = (method: string): Target => ({ url: openfga.url, path: `/openfga.v1.OpenFGAService/${method}` });
  const cpuUs = async () => openfga.cpuUs();
  const rows = await measure([
    ...contestantsOf("Postgres", onPostgres),
    ...contestantsOf("PGlite", onPGlite),
    { name: "OpenFGA Read, one tuple", target: service("Read"), frame: openfga.frames.readOne, cpuUs },
    { name: "OpenFGA Read, 50 tuples", target: service("Read"), frame: openfga.frames.readPage, cpuUs },
    { name: "OpenFGA Write, one tuple", target: service("Write"), frame: openfga.frames.write, cpuUs },
  ]);
  for (const process of [onPostgres, onPGlite, openfga]) process.stop();
  const report = toReport({ rows, sizes: await measureSizes(postgres.url), rounds, openfgaVersion });
  console.log(report);
  await writeFile(join(import.meta.dirname, "../docs/benchmarks/api.md"), report);
} finally {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
