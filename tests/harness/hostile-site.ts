// A web site whose pages mean harm: each makes the browser that opens it ask another server for things.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const createUser = "/temporal.api.cloud.cloudservice.v1.CloudService/CreateUser";

/** Every way that a script has to ask. Ends with the names of those that got an answer to read as the page's title. */
const attackingScript = `
  const target = new URL(location.href).searchParams.get("target");
  const body = JSON.stringify({ spec: { email: "planted@example.com" } });
  const plain = { method: "POST", headers: { "content-type": "text/plain" }, body, mode: "no-cors" };
  const own = { "content-type": "application/json", "x-remit-console": "1" };
  const tries = {
    "a call as the console makes it": ["${createUser}", { method: "POST", headers: own, body }],
    "the same with nothing to read": ["${createUser}", { method: "POST", headers: own, body, mode: "no-cors" }],
    "a simple call": ["${createUser}", plain],
    "a simple request to a route": ["/cloud/users", plain],
    "reading a route": ["/cloud/users", {}],
    "signing out": ["/remit/v1/session", { method: "DELETE", headers: own }],
  };
  const read = [];
  for (const [name, [path, init]] of Object.entries(tries)) {
    const answer = await fetch(target + path, { credentials: "include", ...init }).catch(() => null);
    if (answer !== null && answer.type !== "opaque") read.push(name);
  }
  const load = (tag) => new Promise((resolve) => {
    const element = document.createElement(tag);
    element.onload = element.onerror = resolve;
    element.src = target + (tag === "iframe" ? "/" : "/cloud/users");
    document.body.append(element);
  });
  await load("img");
  await load("script");
  await load("iframe");
  document.title = "done: " + read.join(", ");
`;

/** Leaves the page by a form, as a click on a button does; the field's name and value make JSON of it. */
const form = `<form method="post" enctype="text/plain">
    <input name='{"spec":{"email":"planted@example.com"},"asyncOperationId":"' value='"}'>
  </form>
  <script>
    document.forms[0].action = new URL(location.href).searchParams.get("target");
    document.forms[0].submit();
  </script>`;

const pages: Readonly<Record<string, string>> = {
  "/script": `<!doctype html><title>begun</title><body><script type="module">${attackingScript}</script></body>`,
  "/form": `<!doctype html><title>form</title><body>${form}</body>`,
};

export interface HostileSite extends AsyncDisposable {
  readonly port: number;
}

/** Its pages are /script and /form; `?target=` says whom they attack. */
export async function startHostileSite(): Promise<HostileSite> {
  const server = createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    response.setHeader("content-type", "text/html");
    response.end(pages[path] ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
