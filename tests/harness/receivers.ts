// What messages are sent to in tests: a local web server and a local mail server that keep what they get.
import { createServer as createWebServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";

export interface ReceivedPost {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
}

/** `answers` are given in turn, each a status; 200 when they are used up. A 3xx points back to the server itself. */
export async function receivePosts(answers: number[] = []): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
  const server = createWebServer((request, response) => {
    void text(request).then((body) => {
      posts.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200, { location: "/elsewhere" }).end();
    });
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/hook`, posts, [Symbol.asyncDispose]: () => close(server) };
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text, as they came. */
  readonly message: string;
}

export interface MailReceiver extends AsyncDisposable {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
}

/** As much of SMTP as a client needs to hand over a message. The first `refusals` messages are refused for now. */
export async function receiveMails(refusals = 0): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  let left = refusals;
  const server = createServer((socket) => serve(socket, (mail) => (left-- > 0 ? false : mails.push(mail) > 0)));
  const port = await listen(server);
  return { url: `smtp://127.0.0.1:${port}`, mails, [Symbol.asyncDispose]: () => close(server) };
}

function serve(socket: Socket, take: (mail: ReceivedMail) => boolean): void {
  let buffer = "";
  let from = "";
  let to: string[] = [];
  let inMessage = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const answer = (line: string): void => {
    const [, address = ""] = /<([^>]*)>/.exec(line) ?? [];
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "MAIL") [from, to] = [address, []];
    if (verb === "RCPT") to.push(address);
    inMessage = verb === "DATA";
    say(verb === "DATA" ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok");
    if (verb === "QUIT") socket.end();
  };
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    buffer += chunk.toString("utf8");
    for (;;) {
      const end = inMessage ? "\r\n.\r\n" : "\r\n";
      const at = buffer.indexOf(end);
      if (at < 0) return;
      const part = buffer.slice(0, at);
      buffer = buffer.slice(at + end.length);
      if (!inMessage) {
        answer(part);
        continue;
      }
      inMessage = false;
      say(take({ from, to, message: part }) ? "250 taken" : "451 not now");
    }
  });
  say("220 test");
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo | null)?.port ?? 0)),
  );

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
