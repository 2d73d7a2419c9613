// The account, its regions, and who asks.
import type { Step } from "../step.ts";

const settings = { authenticationSettings: { restrictSessionLifetimes: true } };

export const account: readonly Step[] = [
  { rpc: "GetCurrentIdentity", request: {}, keep: { owner: "user.id" } },
  { rpc: "GetAccount", request: {}, keep: { version: "account.resourceVersion" } },
  { rpc: "UpdateAccount", request: { spec: settings, resourceVersion: "{{version}}" } },
  { rpc: "GetAccount", request: {}, keep: { version: "account.resourceVersion" } },
  { rpc: "UpdateAccount", request: { spec: {}, resourceVersion: "{{version}}" } },
  { rpc: "GetRegions", request: {} },
  { rpc: "GetRegion", request: { region: "aws-us-east-1" } },
];
