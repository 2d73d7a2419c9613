// How the pages speak to Remit: Connect on the same origin, by the session's cookie.
import { Code, ConnectError, type Interceptor, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";

/** A page of another origin cannot send this header unasked, so that the cookie alone does nothing. */
const markConsole: Interceptor = (next) => (request) => {
  request.header.set("x-remit-console", "1");
  return next(request);
};

/** `onSignedOut` is told of every answer that says there is no session any more. */
export function createTransport(baseUrl: string, onSignedOut: () => void): Transport {
  const noticeEnd: Interceptor = (next) => async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (ConnectError.from(error).code === Code.Unauthenticated) onSignedOut();
      throw error;
    }
  };
  return createConnectTransport({ baseUrl, useBinaryFormat: true, interceptors: [noticeEnd, markConsole] });
}
