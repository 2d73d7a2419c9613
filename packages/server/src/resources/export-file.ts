// One exported file: a message temporal.api.export.v1.WorkflowExecutions, put together around histories that are not
// decoded. { items: [{ history }] }
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A file is closed with the history that reaches either; so a file is larger by one history at most. */
const maxBytes = 16 * 1024 * 1024;
const maxHistories = 1_000;

/** Histories that go into one object. */
export class ExportFile {
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #count = 0;

  /** @param history pieces of one temporal.api.history.v1.History */
  add(history: readonly Uint8Array[]): void {
    const size = history.reduce((sum, { length }) => sum + length, 0);
    const inner = tagOf(size);
    this.#parts.push(tagOf(inner.length + size), inner, ...history);
    this.#bytes += inner.length + size;
    this.#count += 1;
  }

  get isFull(): boolean {
    return this.#bytes >= maxBytes || this.#count >= maxHistories;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  toBytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

/** Both messages have one field, of number 1: its tag and its length. */
function tagOf(length: number): Uint8Array {
  return new BinaryWriter().tag(1, WireType.LengthDelimited).uint32(length).finish();
}
