// How the pages speak to Remit: Connect on the same origin, by the session's cookie.
import { Code, ConnectError, type Interceptor, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";

/** A page of another origin cannot send this header unasked, so that the cookie alone does nothing. */
const markConsole: Interceptor = (next) => (request) => {
  request.header.set("x-remit-console", "1");
  return next(request);
};

/** What the page asks by itself, with nobody there, does not keep the session from ending. */
const markBackground =
  (isSomebodyThere: () => boolean): Interceptor =>
  (next) =>
  (request) => {
    if (!isSomebodyThere()) request.header.set("x-remit-background", "1");
    return next(request);
  };

/** `signedOut.watch` is asked before each call for what to do should its answer say that there is no session any more. */
export function createTransport(
  baseUrl: string,
  signedOut: { watch(): () => void },
  isSomebodyThere: () => boolean,
): Transport {
  const noticeEnd: Interceptor = (next) => async (request) => {
    const notice = signedOut.watch();
    try {
      return await next(request);
    } catch (error) {
      if (ConnectError.from(error).code === Code.Unauthenticated) notice();
      throw error;
    }
  };
  return createConnectTransport({
    baseUrl,
    useBinaryFormat: true,
    interceptors: [noticeEnd, markConsole, markBackground(isSomebodyThere)],
  });
}
