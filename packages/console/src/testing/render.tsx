// A component on a page of its own, with the server's answers given by the test.
import { type ConnectRouter, createRouterTransport, type Transport } from "@connectrpc/connect";
import { TransportProvider } from "@connectrpc/connect-query";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { theme } from "../app/theme.ts";
import { createQueryClient } from "../data/query-client.ts";

// What is waited for is waited for: a second, the library's own limit, is short on a machine that does other things, too.
configure({ asyncUtilTimeout: 30_000 });

/** Where a real server shows the same, a browser test says more. `serve` gives the answers that components need. */
export function renderOnPage(ui: ReactNode, serve: (router: ConnectRouter) => void = () => undefined) {
  const transport: Transport = createRouterTransport(serve);
  const client = createQueryClient();
  // What a test has asked for is not kept for later: the clock for that would keep the test's process.
  const { queries = {}, ...others } = client.getDefaultOptions();
  client.setDefaultOptions({ ...others, queries: { ...queries, gcTime: Number.POSITIVE_INFINITY } });
  const rootRoute = createRootRoute({ component: () => ui });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: ["/"] }) });
  return render(
    <TransportProvider transport={transport}>
      <QueryClientProvider client={client}>
        <MantineProvider theme={theme} env="test">
          {/* The real router's routes are not needed, and their types do not fit this one. */}
          <RouterProvider router={router as never} />
        </MantineProvider>
      </QueryClientProvider>
    </TransportProvider>,
  );
}
