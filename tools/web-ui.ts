// Temporal's stock Web UI server, which the development server has only for itself: `npm run test:web-ui` builds it once,
// into .remit/bin, and runs the tests that open it in a browser.
import { findGoServer, type GoServer, testWithGoServer } from "./go-install.ts";

const webUi: GoServer = {
  name: "Web UI server",
  package: "github.com/temporalio/ui-server/v2/cmd/server",
  // The newest that Go 1.26.8 builds.
  version: "2.55.0",
  file: "temporal-ui-server-2.55.0",
  script: "test:web-ui",
  takes: "a minute or two",
};

/** The binary, or the reason why there is none, for `t.skip`. */
export const findWebUi = (): ReturnType<typeof findGoServer> => findGoServer(webUi);

if (import.meta.main) await testWithGoServer(webUi, ["gateway-web-ui"]);
