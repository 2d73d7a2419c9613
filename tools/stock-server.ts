// A stock Temporal server with its own authorizer, which the development server does not have: `npm run test:stock` builds
// it once, into .remit/bin, and runs the tests that need it.
import { findGoServer, type GoServer, testWithGoServer } from "./go-install.ts";

const stockVersion = "1.32.1";

const stock: GoServer = {
  name: "stock Temporal server",
  package: "go.temporal.io/server/cmd/server",
  version: stockVersion,
  file: `temporal-server-${stockVersion}`,
  script: "test:stock",
  takes: "five to ten minutes",
};

/** The binary, or the reason why there is none, for `t.skip`. */
export const findStockServer = (): ReturnType<typeof findGoServer> => findGoServer(stock);

if (import.meta.main) await testWithGoServer(stock, ["stock-server", "gateway-stock", "stock-regions"]);
