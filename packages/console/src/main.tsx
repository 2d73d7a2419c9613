// The composition: one transport, one cache, one router, one look.
import { TransportProvider } from "@connectrpc/connect-query";
import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/foreign-text.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./app/router.tsx";
import { resolveVariables, theme } from "./app/theme.ts";
import { whenIdle } from "./app/when-idle.tsx";
import { watchPresence } from "./data/presence.ts";
import { createQueryClient } from "./data/query-client.ts";
import { signedOutNotice } from "./data/session.ts";
import { createTransport } from "./data/transport.ts";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
// For what stops the page behind a dialog from scrolling, which makes a style of its own.
setNonce(nonce);
const transport = createTransport(window.location.origin, signedOutNotice, watchPresence(window));
const Notices = whenIdle(() => import("./app/notices.tsx").then((module) => module.Notices));
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <TransportProvider transport={transport}>
      <QueryClientProvider client={createQueryClient()}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={resolveVariables}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <Notices />
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>
    </TransportProvider>
  </StrictMode>,
);
