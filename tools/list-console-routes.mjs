// Every address of the console's router, as JSON: for the test that opens each of them. It runs in a process of its own,
// with jsx-hooks.mjs, since the router's pages are written in JSX and want a document.
import { router } from "../packages/console/src/app/router.tsx";

console.log(JSON.stringify(Object.keys(router.routesByPath).sort()));
