// Lets Node run the console's .tsx files in component tests: JSX is taken out as the packer does it, style sheets are
// empty, and there is a document. For `node --import`.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { GlobalRegistrator } from "@happy-dom/global-registrator";
import { transformSync } from "rolldown/utils";

registerHooks({
  load(url, context, nextLoad) {
    if (url.endsWith(".css")) return { format: "module", source: "export default {};", shortCircuit: true };
    if (!url.endsWith(".tsx")) return nextLoad(url, context);
    const file = fileURLToPath(url);
    const options = { lang: "tsx", jsx: { runtime: "automatic" }, sourcemap: false };
    const { code, errors } = transformSync(file, readFileSync(file, "utf8"), options);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
    return { format: "module", source: code, shortCircuit: true };
  },
});

GlobalRegistrator.register({ url: "http://console.test/" });
// React asks for it before it believes that a test waits for its updates.
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
