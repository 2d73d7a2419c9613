// Responsibility, requests, and the first page: every page of them, opened by its address.
import { describePages } from "../harness/console-pages.ts";

describePages("responsibility");
