// Each case before both judges: through the gateway with the caller's key, and at the server with the caller's own rights.
import { setTimeout as sleep } from "node:timers/promises";
import { inputOf, pathOf } from "../../../packages/server/src/gateway/testing/calls.ts";
import type { StockPlane } from "../../harness/stock-plane.ts";
import type { Case } from "./corpus.ts";
import { chunk, frame } from "./encode.ts";
import { type Line, openLine, type Sent } from "./send.ts";
import { type GatewaySays, readGateway, readStock, type StockSays } from "./verdicts.ts";

export interface Judged {
  readonly one: Case;
  readonly gateway: GatewaySays;
  readonly stock: StockSays;
}

/** Calls that are open at a time, on each side. */
const breadth = 24;

export async function judgeAll({ plane, stock, own }: StockPlane, cases: Iterable<Case>): Promise<Judged[]> {
  using gatewayLine = openLine(plane.gatewayAddress);
  using stockLine = openLine(stock.frontend);
  /** The server goes by the rights alone: callers with the same ones get the same answer. */
  const known = new Map<string, Promise<StockSays>>();
  const askStock = (sent: Sent, token: string): Promise<StockSays> => {
    const key = [token, sent.path, JSON.stringify(sent.headers ?? {}), sent.body.toString("hex")].join(" ");
    const asked = known.get(key) ?? askTwice(stockLine, sent, token);
    known.set(key, asked);
    return asked;
  };
  const judged: Judged[] = [];
  const waiting = cases[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      const one = next.value;
      const [gateway, says] = await Promise.all([
        askGateway(gatewayLine, one),
        askStock(toStock(one, own), one.caller.token),
      ]);
      judged.push({ one, gateway, stock: says });
    }
  };
  await Promise.all(Array.from({ length: breadth }, work));
  return judged;
}

/** Where the whole machine stood still, the gateway says so and refuses: it is asked again. */
async function askGateway(line: Line, { sent, caller }: Case): Promise<GatewaySays> {
  for (;;) {
    const came = await line.send(sent, caller.credential);
    if (!came.byRemit || came.message !== "access rules cannot be confirmed at the moment") return readGateway(came);
    await sleep(200);
  }
}

/** A server that has not answered by the end of the call's time is asked once more: a refusal takes it none. */
async function askTwice(line: Line, sent: Sent, token: string): Promise<StockSays> {
  const says = readStock(await line.send(sent, token));
  if (says !== "works on it") return says;
  const again = readStock(await line.send(sent, token));
  return again === "works on it" ? "admits" : again;
}

const describeNamespace = pathOf("DescribeNamespace");
const idField = inputOf(describeNamespace).fields.find(({ name }) => name === "id")?.number ?? 0;

/**
 * No level of a Namespace lets a stock server's caller name it by its id. The gateway finds the name, and decides by that:
 * so the server is asked by the name, too.
 */
function toStock({ sent }: Case, own: StockPlane["own"]): Sent {
  const byId = sent.path === describeNamespace && sent.body.equals(frame(chunk(idField, own.id)));
  return byId ? { ...sent, body: frame(chunk(1, own.name)) } : sent;
}
