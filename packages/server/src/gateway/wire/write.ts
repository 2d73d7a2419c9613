// The little of protobuf's wire format that the gateway writes itself.

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** A field of text, bytes or a message. */
export function writeField(number: number, value: Uint8Array): readonly Uint8Array[] {
  return [writeVarint(number * 8 + 2), writeVarint(value.length), value];
}

/** A field of a whole number that is not negative. */
export const writeNumber = (number: number, value: number): readonly Uint8Array[] => [
  writeVarint(number * 8),
  writeVarint(value),
];
