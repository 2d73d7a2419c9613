// Identities, keys, custom roles, and the ways in: every page of them, opened by its address.
import { describePages } from "../harness/console-pages.ts";

describePages("identities");
