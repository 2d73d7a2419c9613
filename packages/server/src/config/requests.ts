// The limits of the control plane's requests → plain values.
import type { RequestLimits } from "./config.ts";
import type { Mode } from "./contradictions.ts";
import type { Settings } from "./schema.ts";

/** Source: the public page of the Cloud Ops API. */
const documented: RequestLimits = {
  accountPerSecond: 160,
  userPerSecond: 40,
  serviceAccountPerSecond: 80,
  operationsAtOnce: 10,
};

const unlimited: RequestLimits = {
  accountPerSecond: 0,
  userPerSecond: 0,
  serviceAccountPerSecond: 0,
  operationsAtOnce: 0,
};

export function toRequestLimits({ requests }: Settings, mode: Mode): RequestLimits {
  const otherwise = mode === "dev" ? unlimited : documented;
  return {
    accountPerSecond: requests.accountPerSecond ?? otherwise.accountPerSecond,
    userPerSecond: requests.userPerSecond ?? otherwise.userPerSecond,
    serviceAccountPerSecond: requests.serviceAccountPerSecond ?? otherwise.serviceAccountPerSecond,
    operationsAtOnce: requests.operationsAtOnce ?? otherwise.operationsAtOnce,
  };
}
