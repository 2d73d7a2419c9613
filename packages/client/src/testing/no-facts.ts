// An account in which there is nothing: what a test is about is put into it.
import type { Facts } from "@remit/responsibility";

export const noFacts: Facts = {
  now: 0,
  policy: {
    account: "acc",
    projects: [],
    namespaces: [],
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [],
    groups: [],
    principals: [],
  },
  namespaces: [],
  projects: [],
  users: [],
  groups: [],
  serviceAccounts: [],
  keys: [],
};
