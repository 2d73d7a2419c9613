// The console's page as far as signing in is concerned: a cookie jar, and the headers that a browser adds by itself.
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** What tests read of an answer's JSON; whatever is missing there is undefined. */
export interface AnswerBody {
  readonly code?: string | number;
  readonly message?: string;
  readonly session?: {
    readonly id: string;
    readonly principalId: string;
    readonly principalKind: string;
    readonly principalName: string;
    readonly apiKeyId?: string;
    readonly expiresAt: string;
    readonly idleTimeout: string;
  };
  readonly user?: { readonly id: string };
  readonly principalApiKey?: { readonly id: string };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as JSON; empty when it is none. */
  readonly json: AnswerBody;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM of the authority to trust, for https. */
  readonly ca?: string;
}

/** Exactly these headers, and no others but Host and Connection. */
export function send(url: string, { method = "GET", headers = {}, body, ca }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const open = url.startsWith("https:") ? requestHttps : requestHttp;
    // The certificate is for the address, whatever Host is asked for.
    const tls = ca === undefined ? {} : { ca, servername: new URL(url).hostname };
    const request = open(url, { method, headers, ...tls }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, json: parse(text) });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

function parse(text: string): AnswerBody {
  try {
    return JSON.parse(text) as AnswerBody;
  } catch {
    return {};
  }
}

/** What the console's own page sends along, beside its cookie. */
export const consoleHeaders: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  "connect-protocol-version": "1",
  "x-remit-console": "1",
  "sec-fetch-site": "same-origin",
};

export class SignedInPage {
  readonly #url: string;
  readonly #ca: string | undefined;
  /** The Cookie header that the next request carries; "" for none. */
  cookie = "";
  /** As the last answer set it. */
  setCookie = "";

  constructor(url: string, ca?: string) {
    this.#url = url;
    this.#ca = ca;
  }

  /** A call of the console's page over Connect, with its cookie. */
  async call(rpc: string, message: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await send(`${this.#url}/${rpc}`, {
      method: "POST",
      headers: { ...consoleHeaders, ...(this.cookie !== "" && { cookie: this.cookie }), ...headers },
      body: JSON.stringify(message),
      ...(this.#ca !== undefined && { ca: this.#ca }),
    });
    const [set = ""] = [answer.headers["set-cookie"] ?? []].flat();
    if (set !== "") {
      this.setCookie = set;
      const [pair = ""] = set.split(";");
      this.cookie = pair.endsWith("=") ? "" : pair;
    }
    return answer;
  }

  signIn(credential: object): Promise<Answer> {
    return this.call("remit.v1.SessionService/CreateSession", credential);
  }

  session(): Promise<Answer> {
    return this.call("remit.v1.SessionService/GetSession");
  }

  signOut(everywhere = false): Promise<Answer> {
    return this.call("remit.v1.SessionService/EndSession", { everywhere });
  }

  whoAmI(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call("temporal.api.cloud.cloudservice.v1.CloudService/GetCurrentIdentity", {}, headers);
  }
}
