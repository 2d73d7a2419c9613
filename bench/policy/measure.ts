// Measuring on a shared machine: throughput in CPU time of this thread, latencies as the median of the best of several
// rounds. Engines take turns within a round, so that what disturbs one disturbs all.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Answers question number i. */
export type Ask = (at: number) => boolean;

/** CPU time of this thread, in milliseconds. */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** CPU time is counted in ticks of some milliseconds, so a turn lasts for many of them. */
const TURN_MS = 150;

/** Nanoseconds per question in each of several rounds, by engine; the engines take turns. */
export function measureThroughput<Name extends string>(
  engines: Readonly<Record<Name, Ask>>,
  questions: number,
  rounds: number,
): Readonly<Record<Name, readonly number[]>> {
  const names = Object.keys(engines) as Name[];
  const turns = Array.from({ length: rounds }, () => names.map((name) => measureTurn(name, engines[name], questions)));
  const byName = names.map((name, at) => [name, turns.map((turn) => turn[at] ?? Number.NaN)]);
  return Object.fromEntries(byName) as Record<Name, readonly number[]>;
}

/** The median over the rounds of how many times faster the first is: what disturbs a round disturbs both. */
export function medianRatio(ours: readonly number[], other: readonly number[]): number {
  const ratios = ours.map((each, round) => (other[round] ?? Number.NaN) / each);
  return ratios.sort((a, b) => a - b)[ratios.length >>> 1] ?? Number.NaN;
}

function measureTurn(name: string, ask: Ask, questions: number): number {
  const started = cpuTime();
  let asked = 0;
  let allowed = 0;
  while (cpuTime() - started < TURN_MS) {
    for (let at = 0; at < questions; at++) if (ask(at)) allowed++;
    asked += questions;
  }
  if (allowed === 0) throw new Error(`${name} allowed nothing`);
  return ((cpuTime() - started) * 1e6) / asked;
}

/** Microseconds that 99 of 100 single calls stay below, the best of some rounds. The clock's own cost is in it. */
export function measureP99(ask: Ask, questions: number, rounds = 5): number {
  return Math.min(...Array.from({ length: rounds }, () => p99OfRound(ask, questions)));
}

function p99OfRound(ask: Ask, questions: number): number {
  const times = new Float64Array(questions);
  for (let at = 0; at < questions; at++) {
    const started = performance.now();
    ask(at);
    times[at] = (performance.now() - started) * 1000;
  }
  return times.sort()[Math.floor(questions * 0.99)] ?? Number.NaN;
}

/** Microseconds of one call: the median of each round, the best of the rounds. */
export function measureMedian(count: number, rounds: number, call: (at: number) => void): number {
  const medians = Array.from({ length: rounds }, () => {
    const times = Float64Array.from({ length: count }, (_, at) => {
      const started = performance.now();
      call(at);
      return (performance.now() - started) * 1000;
    });
    return times.sort()[count >>> 1] ?? Number.NaN;
  });
  return Math.min(...medians);
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes in use after a collection, typed arrays included. */
export function bytesInUse(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
