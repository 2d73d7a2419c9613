// Users, groups and service accounts: every page of them, opened by its address.
import { describePages } from "../harness/console-pages.ts";

describePages("identities");
