// Custom roles, API keys, who can do what, and the ways in: every page of them, opened by its address.
import { describePages } from "../harness/console-pages.ts";

describePages("access");
