// Workflow rules.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const rulePermissions = [
  dataPlanePermission("temporal.rule.create", "write", "Create a rule that acts on the workflows it matches"),
  dataPlanePermission("temporal.rule.delete", "write", "Delete a workflow rule"),
  dataPlanePermission("temporal.rule.describe", "read", "See one workflow rule"),
  dataPlanePermission("temporal.rule.list", "read", "List workflow rules"),
  dataPlanePermission("temporal.rule.trigger", "write", "Apply a rule to one workflow now"),
] as const;
