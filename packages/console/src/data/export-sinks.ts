// Export sinks: where the histories of a Namespace's closed workflows go.
import type { GetNamespaceExportSinksResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type ExportSink,
  type ExportSinkSpec,
  ExportSink_Health as Health,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { getNamespaceExportSinks } = CloudService.method;
const pickSinks = ({ sinks }: GetNamespaceExportSinksResponse): readonly ExportSink[] => sinks;

export const useExportSinks = (namespace: string): WholeList<ExportSink> =>
  useWholeList(getNamespaceExportSinks, { namespace }, pickSinks);

/** "S3, orders-exports" */
export function describeDestination(spec: ExportSinkSpec | undefined): string {
  if (spec?.s3 !== undefined) return `S3, ${spec.s3.bucketName}`;
  if (spec?.gcs !== undefined) return `GCS, ${spec.gcs.bucketName}`;
  if (spec?.azureBlob !== undefined) return `Azure, ${spec.azureBlob.storageAccount}/${spec.azureBlob.containerName}`;
  return "Unknown";
}

export interface DescribedHealth {
  readonly label: string;
  readonly color: "teal" | "red" | "gray" | "yellow";
  /** What is wrong, in the server's words; "" where nothing is. */
  readonly problem: string;
}

/** A sink that is off is neither well nor ill, whatever it was before. */
export function describeHealth({ spec, health, errorMessage: problem }: ExportSink): DescribedHealth {
  if (spec?.enabled !== true) return { label: "Off", color: "gray", problem: "" };
  if (health === Health.OK) return { label: "Healthy", color: "teal", problem: "" };
  if (health === Health.ERROR_USER_CONFIGURATION) return { label: "Misconfigured", color: "red", problem };
  if (health === Health.ERROR_INTERNAL) return { label: "Failing", color: "yellow", problem };
  return { label: "Not tried yet", color: "gray", problem: "" };
}
