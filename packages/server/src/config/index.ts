export type { Config } from "./config.ts";
export type { Mode } from "./contradictions.ts";
export { parseFlags } from "./flags.ts";
export { type Loaded, loadConfig, type Sources } from "./load.ts";
export { type Prepared, prepareFiles } from "./prepare.ts";
export { makePrivateDirectory } from "./private-files.ts";
export { nameSetting, originOf } from "./problem.ts";
