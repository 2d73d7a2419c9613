// Settings of a Namespace in words.
import {
  type CapacitySpec,
  type EncryptionValidationSpec,
  EncryptionValidationSpec_EncryptionValidationMode as Mode,
  type Namespace,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";

export function describeCapacity({ capacity, spec }: Namespace): string {
  const wanted = spec?.capacitySpec?.spec;
  const mode = capacity?.currentMode;
  if (mode?.case === "provisioned") return `Provisioned, ${mode.value.currentValue} TRU`;
  if (wanted?.case === "provisioned") return `On demand, ${wanted.value.value} TRU are asked for`;
  return mode === undefined ? "Default" : "On demand";
}

export const describeCapacitySpec = (spec: CapacitySpec | undefined): string =>
  spec?.spec.case === "provisioned" ? `${spec.spec.value.value} TRU` : "On demand";

const modes: Readonly<Record<number, string>> = {
  [Mode.DISABLED]: "Off",
  [Mode.WARN]: "Payloads that are not encrypted are noticed",
  [Mode.DENY]: "Payloads that are not encrypted are refused",
};

export const describeEncryption = (spec: EncryptionValidationSpec | undefined): string =>
  modes[spec?.mode ?? Mode.UNSPECIFIED] ?? "Default";
