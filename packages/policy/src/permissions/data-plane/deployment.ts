// Worker deployments and their versions.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const deploymentPermissions = [
  dataPlanePermission("temporal.deployment.create", "write", "Create a worker deployment or a version of one"),
  dataPlanePermission("temporal.deployment.delete", "write", "Delete a worker deployment or a version of one"),
  dataPlanePermission("temporal.deployment.describe", "read", "See a deployment, its versions and reachability"),
  dataPlanePermission("temporal.deployment.list", "read", "List worker deployments"),
  dataPlanePermission("temporal.deployment.setCurrent", "write", "Make a version the one that gets new workflows"),
  dataPlanePermission("temporal.deployment.setManager", "write", "Say who alone may change a deployment"),
  dataPlanePermission("temporal.deployment.setRamping", "write", "Send a part of new workflows to a version"),
  dataPlanePermission("temporal.deployment.updateCompute", "write", "Change where and how a version's workers run"),
  dataPlanePermission("temporal.deployment.updateMetadata", "write", "Change the metadata of a version"),
  dataPlanePermission("temporal.deployment.validateCompute", "read", "Test a compute configuration; changes nothing"),
] as const;
