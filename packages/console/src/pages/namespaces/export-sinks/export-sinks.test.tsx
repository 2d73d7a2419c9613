import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { ExportSink_Health as Health } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../../testing/render.tsx";
import { ExportSinks } from "./export-sinks.tsx";

const spec = (name: string, enabled = true) => ({ name, enabled, s3: { bucketName: `${name}-bucket` } });

function serve(router: ConnectRouter): void {
  router.service(AccessService, { explain: () => ({ allowed: true }) });
  router.service(CloudService, {
    getNamespaceExportSinks: () => ({
      sinks: [
        { name: "well", spec: spec("well"), health: Health.OK, latestDataExportTime: timestampFromDate(new Date()) },
        {
          name: "ill",
          spec: spec("ill"),
          health: Health.ERROR_USER_CONFIGURATION,
          errorMessage: "the bucket does not exist",
        },
        { name: "off", spec: spec("off", false), health: Health.ERROR_INTERNAL, errorMessage: "of long ago" },
      ],
    }),
    updateNamespaceExportSink: () => {
      throw new ConnectError("resource_version: somebody was faster", Code.FailedPrecondition);
    },
  });
}

describe("the export sinks of a Namespace", () => {
  afterEach(cleanup);

  it("tell how each fares, what is wrong in the server's words, and of one that is off only that", async () => {
    renderOnPage(<ExportSinks namespace="orders.abc123" />, serve);
    const rowOf = async (name: string) => within(await screen.findByRole("row", { name: new RegExp(`^${name} `) }));
    (await rowOf("well")).getByText("Healthy");
    (await rowOf("ill")).getByText("the bucket does not exist");
    const off = await rowOf("off");
    off.getByText("Off");
    assert.equal(off.queryByText("of long ago"), null);
  });

  it("say why one could not be turned off", async () => {
    renderOnPage(<ExportSinks namespace="orders.abc123" />, serve);
    await userEvent.click(await screen.findByRole("button", { name: "Actions for well" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Turn off" }));
    await screen.findByText(/somebody was faster/);
  });
});
