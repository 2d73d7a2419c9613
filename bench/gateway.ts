// Measures the gateway beside a call without it and beside a generic proxy, and writes
// docs/benchmarks/gateway.md. The targets take turns within each round, so that what disturbs one disturbs all.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startTemporalDevServer } from "../tools/temporal-dev-server.ts";
import { type Measured, startMeasured } from "./child.ts";
import { measureDecisions } from "./gateway/decisions.ts";
import { holdPolls, type PollResult } from "./gateway/polls.ts";
import { type Row, toReport } from "./gateway/report.ts";
import { startEchoUpstream } from "./gateway/upstream.ts";
import { runLoad, type Target, toFrame } from "./load.ts";

const rounds = Number(process.argv[2] ?? 3);
const turnMs = 1_000;

const path = "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace";
/** DescribeNamespace, with an unknown field that makes it as long as a small call of a worker. */
const toMessage = (namespace: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x0a, namespace.length]),
    Buffer.from(namespace),
    Buffer.from([0xfa, 0x3f, 60]),
    Buffer.alloc(60, 97),
  ]);

async function measure(address: string, temporal: string): Promise<{ rows: Row[]; polls: PollResult | null }> {
  const program = new URL("gateway/whole-process.ts", import.meta.url);
  const whole = await startMeasured(program, address, temporal);
  const { namespace = "", key = "" } = whole;
  const message = toMessage(namespace);
  const plain = toFrame(message);
  const packed = toFrame(gzipSync(message), 1);
  const [open, secure] = whole.ports;
  const gateway = await startMeasured(new URL("gateway/gateway-process.ts", import.meta.url), address);
  const generic = await startMeasured(new URL("gateway/grpc-js-process.ts", import.meta.url), address);
  const targets: (Target & { name: string; process: Measured | null })[] = [
    { name: "direct", url: `http://${address}`, path, process: null },
    { name: "gateway", url: `http://127.0.0.1:${open}`, path, key, process: whole },
    { name: "gateway, TLS", url: `https://127.0.0.1:${secure}`, path, key, process: whole },
    { name: "gateway, gzip", url: `http://127.0.0.1:${open}`, path, gzip: true, key, process: whole },
    { name: "its transport alone", url: `http://127.0.0.1:${gateway.ports[0]}`, path, process: gateway },
    { name: "grpc-js proxy", url: `http://127.0.0.1:${generic.ports[0]}`, path, process: generic },
  ];
  const rows: Row[] = targets.map(({ name }) => ({ name, one: [], many: [], cpuUs: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, target] of targets.entries()) {
      const frame = target.gzip ? packed : plain;
      const one = await runLoad(target, frame, 1, turnMs);
      const before = await target.process?.usage();
      const many = await runLoad(target, frame, 32, turnMs);
      const after = await target.process?.usage();
      // The first round warms up.
      if (round === 0) continue;
      rows[at]?.one.push(one);
      rows[at]?.many.push(many);
      if (before && after) {
        const used = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
        rows[at]?.cpuUs.push(used / many.calls);
      }
    }
  }
  const polls = address === temporal ? await holdPolls(gateway, 4_000, 200) : null;
  whole.stop();
  gateway.stop();
  generic.stop();
  return { rows, polls };
}

const echo = await startEchoUpstream();
const server = await startTemporalDevServer();
const trivial = await measure(echo.address, server.address);
await echo.stop();
const real = await measure(server.address, server.address);
await server.stop();
const report = toReport(echo.what, trivial.rows, real.rows, real.polls, measureDecisions(), rounds);
writeFileSync(join(import.meta.dirname, "../docs/benchmarks/gateway.md"), report);
console.log(report);
