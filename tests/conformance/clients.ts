// What is particular to each official client: the headers that it sends and what it does to answers before it uses them.
import type { DescMessage, Message, MessageShape } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import type { Caller, TestPlane } from "../harness/control-plane.ts";

const version = "temporal-cloud-api-version";

const headers = {
  terraform: {
    [version]: "v0.17.1",
    "user-agent": "terraform-provider-temporalcloud/1.5.0 temporalio-cloud-sdk-go/0.14.1",
  },
  cli: { [version]: "v0.19.1", "user-agent": "temporal-cloud-cli/0.5.0 temporalio-cloud-sdk-go/0.16.0" },
  tcld: { [version]: "v0.10.0", "tcld-version": "0.41.0", "tcld-commit": "0000000" },
  /** The API before it had version numbers. */
  dated: { [version]: "2024-10-01-00" },
  goSdk: { [version]: "v0.25.0", "user-agent": "temporalio-cloud-sdk-go/0.22.0 grpc-go/1.85.0" },
  /** The TypeScript client sends no version. */
  typescript: { "client-name": "temporal-typescript", "client-version": "1.23.0" },
  /** A client that is newer than this server. */
  future: { [version]: "v9.1.0" },
} satisfies Record<string, Record<string, string>>;

export type ClientName = keyof typeof headers;

/** The owner, through this client. */
export const ownerThrough = (plane: TestPlane, client: ClientName): Caller => plane.as(plane.ownerKey, headers[client]);

/** As the CLI does to every answer: a copy without the fields that are marked deprecated, at every depth. */
export function eraseDeprecated<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): MessageShape<Desc> {
  return erase(desc, structuredClone(message)) as MessageShape<Desc>;
}

function erase(desc: DescMessage, message: Message): Message {
  const fields = reflect(desc, message);
  for (const field of desc.fields.filter((candidate) => fields.isSet(candidate))) {
    if (field.deprecated) fields.clear(field);
    else if (field.fieldKind === "message") erase(field.message, fields.get(field).message);
    else if (field.fieldKind === "list" && field.listKind === "message") {
      for (const item of fields.get(field)) erase(field.message, (item as { message: Message }).message);
    } else if (field.fieldKind === "map" && field.mapKind === "message") {
      for (const [, item] of fields.get(field)) erase(field.message, (item as { message: Message }).message);
    }
  }
  return message;
}
