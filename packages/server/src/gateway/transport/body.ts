// Collects the body of one call: exactly one frame of gRPC, in one buffer.
import type { Status } from "../call.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { exhausted, invalid } from "./status.ts";

const prefixBytes = 5;
const firstRoomBytes = 16 * 1024;

export class Body {
  readonly #held: HeldBytes;
  readonly #maxMessageBytes: number;
  #buffer: Buffer | null = null;
  #size = 0;
  #taken = 0;

  constructor(held: HeldBytes, maxMessageBytes: number) {
    this.#held = held;
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** A status ends the call: the body is too large, not one frame, or there is no room for it. */
  add(chunk: Buffer): Status | null {
    const size = this.#size + chunk.length;
    if (!this.#makeRoom(chunk, size)) return exhausted("the gateway holds as many request bytes as it may; try again");
    this.#size = size;
    return this.#buffer === null ? null : checkPrefix(this.#buffer, size, this.#maxMessageBytes);
  }

  /**
   * The first chunk mostly is the whole body and is kept as it is. More of them are copied together as they come: a
   * body in a million small pieces would otherwise take many times its size.
   */
  #makeRoom(chunk: Buffer, size: number): boolean {
    if (this.#buffer === null) {
      if (!this.#take(chunk.length)) return false;
      this.#buffer = chunk;
      return true;
    }
    if (size > this.#taken) {
      const announced = this.#size < prefixBytes ? size : frameBytes(this.#buffer);
      const capacity = Math.max(size, Math.min(announced, Math.max(firstRoomBytes, size * 2)));
      if (!this.#take(capacity - this.#taken)) return false;
      const grown = Buffer.allocUnsafeSlow(capacity);
      this.#buffer.copy(grown, 0, 0, this.#size);
      this.#buffer = grown;
    }
    chunk.copy(this.#buffer, this.#size);
    return true;
  }

  #take(bytes: number): boolean {
    if (!this.#held.take(bytes)) return false;
    this.#taken += bytes;
    return true;
  }

  /** The frame once the caller has ended its side, or what is wrong with it. */
  end(): Buffer | Status {
    const buffer = this.#buffer;
    if (buffer === null || this.#size < prefixBytes || frameBytes(buffer) !== this.#size) {
      return invalid("the request is not one whole gRPC message");
    }
    return buffer.length === this.#size ? buffer : buffer.subarray(0, this.#size);
  }

  /** Gives the memory back; may be called again. */
  release(): void {
    this.#held.give(this.#taken);
    this.#taken = 0;
    this.#buffer = null;
  }
}

const frameBytes = (buffer: Buffer): number => buffer.readUInt32BE(1) + prefixBytes;

/** As soon as the length is known, before the rest has come: a body that cannot be taken need not be sent. */
function checkPrefix(buffer: Buffer, size: number, maxMessageBytes: number): Status | null {
  if (size < prefixBytes) return null;
  const flag = buffer[0] ?? 0;
  if (flag > 1) return invalid(`the request's compressed flag is ${flag}; 0 and 1 are allowed`);
  const whole = frameBytes(buffer);
  if (whole - prefixBytes > maxMessageBytes) return invalid(tooLarge(whole - prefixBytes, maxMessageBytes));
  return size > whole ? invalid("the request is more than one gRPC message") : null;
}

/** INVALID_ARGUMENT, since SDKs repeat what they are told is exhausted, and this will not pass the next time either. */
const tooLarge = (bytes: number, max: number): string => `the request's message has ${bytes} bytes; ${max} are allowed`;
