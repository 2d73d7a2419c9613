// How the pages are packed. In development (`npm run dev -w @remit/console`) calls go on to a Remit that runs beside it.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const remit = process.env.REMIT_URL ?? "http://127.0.0.1:7280";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2024",
    // Which chunk needs which: the test of the first page's weight reads it.
    manifest: true,
    // The content security policy allows no inline data beyond images.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: Object.fromEntries(
      ["/temporal.api", "/remit.v1", "/cloud", "/remit/", "/go/"].map((path) => [path, { target: remit }]),
    ),
  },
});
