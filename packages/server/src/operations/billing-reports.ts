// Billing reports need no Temporal server to be made, but time, and somebody who goes on after a restart.
import { billingReportFailed, generateBillingReport } from "../resources/billing-reports.ts";
import type { Applier } from "./applier.ts";

export const billingReportAppliers: Readonly<Record<string, Applier>> = {
  CreateBillingReport: {
    carryOut: ({ deps }, operation) => generateBillingReport(deps, operation),
    giveUp: ({ deps }, { uid }, reason) => billingReportFailed(deps, uid, reason),
  },
};
