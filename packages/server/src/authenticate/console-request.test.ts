import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Origin } from "../origin.ts";
import { isFromConsole, readSessionCookie, renderSessionCookie } from "./console-request.ts";

const plain: Origin = { requestId: "r", remoteAddress: "127.0.0.1", encrypted: false, host: "remit.example:7280" };
const overTls: Origin = { ...plain, encrypted: true, host: "remit.example" };

const from = (headers: Record<string, string>, origin = plain, consoleAddress = ""): boolean =>
  isFromConsole(new Headers({ "x-remit-console": "1", ...headers }), origin, consoleAddress);

describe("a request of the console", () => {
  it("comes from the very origin that it goes to: scheme, host and port", () => {
    assert.ok(from({ origin: "http://remit.example:7280" }));
    assert.ok(from({ origin: "HTTP://Remit.Example:7280" }));
    for (const origin of [
      "http://remit.example",
      "https://remit.example:7280",
      "http://remit.example:7281",
      "null",
      "",
    ])
      assert.ok(!from({ origin }), origin);
  });

  it("has a default port whether or not it is written", () => {
    assert.ok(from({ origin: "https://remit.example" }, overTls));
    assert.ok(from({ origin: "https://remit.example" }, { ...overTls, host: "remit.example:443" }));
    assert.ok(!from({ origin: "http://remit.example" }, overTls));
  });

  it("comes from the console's public address where a proxy stands before it", () => {
    const address = "https://remit.example/";
    assert.ok(from({ origin: "https://remit.example" }, plain, address));
    assert.ok(!from({ origin: "https://remit.example" }, plain));
    assert.ok(!from({ origin: "https://other.example" }, plain, address));
  });

  it("is none where nothing says so, not even when the request names no host", () => {
    assert.ok(!from({}));
    assert.ok(!from({ origin: "http://" }, { ...plain, host: "" }));
    assert.ok(!isFromConsole(new Headers({ "sec-fetch-site": "same-origin" }), plain, ""));
  });
});

describe("the session's cookie", () => {
  const read = (cookie: string, origin = plain, address = "") =>
    readSessionCookie(new Headers({ cookie }), origin, address);

  it("is found among others, and is not mistaken for one whose name ends or begins alike", () => {
    assert.equal(read("a=1; remit-session=t; b=2"), "t");
    assert.equal(read("remit-session=t"), "t");
    for (const other of [
      "",
      "x-remit-session=t",
      "remit-session2=t",
      "Remit-Session=t",
      "remit-session=",
      "remit-session",
    ])
      assert.equal(read(other), null, other);
  });

  it("has another name over TLS, and one name does not stand in for the other", () => {
    assert.equal(read("__Host-remit-session=t", overTls), "t");
    assert.equal(read("__Host-remit-session=t", plain, "https://remit.example"), "t");
    assert.equal(read("__Host-remit-session=t"), null);
    assert.equal(read("remit-session=t", overTls), null);
  });

  it("is refused when there are several, since one of them was planted", () => {
    assert.throws(() => read("remit-session=a; remit-session=b"), /more than one session cookie/);
  });

  it("is for this host and no script, and over TLS for TLS alone", () => {
    assert.equal(
      renderSessionCookie("t", 60, plain, ""),
      "remit-session=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict",
    );
    const secure = "__Host-remit-session=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure";
    assert.equal(renderSessionCookie("t", 60, overTls, ""), secure);
    assert.equal(renderSessionCookie("t", 60, plain, "https://remit.example"), secure);
  });
});
