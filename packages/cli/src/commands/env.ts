import { type Run, toJsonText } from "./context.ts";

/** The connection as shell variables, for curl and other clients: eval "$(remit env)". */
export const env: Run<object> = async ({ clients, connection, json, print }) => {
  const { account } = await clients.cloud.getAccount({});
  const variables = {
    REMIT_ADDRESS: connection.baseUrl,
    REMIT_API_KEY: connection.apiKey,
    REMIT_ACCOUNT: account?.id ?? "",
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  print(json ? toJsonText(variables) : lines.join("\n"));
  return 0;
};

/** For POSIX shells: nothing inside single quotes is special but the quote itself. */
const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
