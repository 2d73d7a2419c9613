import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseFlags } from "./flags.ts";

const parse = (...args: string[]) => parseFlags(args, ["port", "only", "plaintext"], ["plaintext"]);
const messages = (...args: string[]) => parse(...args).problems.map(({ message }) => message);

describe("flags", () => {
  it("takes a value after a space or an equals sign, and a switch alone", () => {
    const { values, problems } = parse("--port", "0", "--only=api", "--plaintext");
    assert.deepEqual(
      [...values],
      [
        ["port", "0"],
        ["only", "api"],
        ["plaintext", "true"],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it("takes true and false after a switch, and nothing else", () => {
    assert.equal(parse("--plaintext", "false").values.get("plaintext"), "false");
    assert.deepEqual(messages("--plaintext", "off"), ['unexpected argument "off"']);
  });

  it("refuses what it does not know, with the nearest flag, and reports everything", () => {
    assert.deepEqual(messages("--prot", "1", "extra", "--only"), [
      "unknown flag --prot; did you mean --port?",
      'unexpected argument "extra"',
      "--only needs a value",
    ]);
  });

  it("does not take the next flag for a value", () => {
    assert.deepEqual(messages("--port", "--only", "api"), ["--port needs a value"]);
  });

  it("refuses a flag that is given twice", () => {
    assert.deepEqual(messages("--port=1", "--port=2"), ["--port is given twice"]);
  });
});
