import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type Run, toJsonText } from "./context.ts";

/** From the terminal to the browser, without the key in either's history. */
export const signInLink: Run<object> = async ({ clients, json, print }) => {
  const { url, token, expiresAt } = await clients.sessions.createSignInLink({});
  const until = expiresAt === undefined ? "" : timestampDate(expiresAt).toISOString();
  if (json) print(toJsonText({ url, token, expiresAt: until }));
  else if (url !== "") print(`Signs you in once, until ${until}: ${url}`);
  else print(`The server knows no address of its console. There /sign-in#token=${token} works once, until ${until}.`);
  return 0;
};
