// Whether a Temporal server does its work: that its port is open says little.
import { Code } from "@connectrpc/connect";
import { type Connection, isGrpcServiceError } from "@temporalio/client";

const limitMs = 3_000;
const frontend = "temporal.api.workflowservice.v1.WorkflowService";
/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const serving = 1;
/** What a server answers that cannot reach what it needs, or does not answer at all. */
const failures: ReadonlySet<number> = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Internal, Code.Unknown]);

/** Asks for its health, and for something that it has to look up in its store. A refusal is an answer. */
export async function isHealthy(connection: Connection): Promise<boolean> {
  const end = Date.now() + limitMs;
  const answers = async (call: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await connection.withDeadline(end, call);
    } catch (error) {
      return isGrpcServiceError(error) && !failures.has(error.code);
    }
  };
  return (
    (await answers(async () => (await connection.healthService.check({ service: frontend })).status === serving)) &&
    (await answers(async () => {
      await connection.workflowService.describeNamespace({ namespace: "temporal-system" });
      return true;
    }))
  );
}
