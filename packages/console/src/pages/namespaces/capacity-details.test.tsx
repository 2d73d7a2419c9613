import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  NamespaceSchema,
  Capacity_Request_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { cleanup, screen } from "@testing-library/react";
import { renderOnPage } from "../../testing/render.tsx";
import { CapacityDetails } from "./capacity-details.tsx";

const namespace = create(NamespaceSchema, { namespace: "orders.abc123", limits: { actionsPerSecondLimit: 500 } });

const serve =
  (allowed: boolean) =>
  (router: ConnectRouter): void => {
    router.service(AccessService, { explain: () => ({ allowed }) });
    router.service(CloudService, {
      getNamespaceCapacityInfo: () => ({
        capacityInfo: {
          currentCapacity: {
            latestRequest: {
              state: State.CAPACITY_REQUEST_FAILED,
              spec: { spec: { case: "provisioned", value: { value: 4 } } },
              endTime: timestampFromDate(new Date()),
            },
          },
          modeOptions: { provisioned: { validTruValues: [2, 4] }, onDemand: { apsLimit: 500 } },
        },
      }),
    });
  };

describe("the capacity of a Namespace", () => {
  afterEach(cleanup);

  it("tells how the latest request went, and what could be asked for", async () => {
    renderOnPage(<CapacityDetails namespace={namespace} />, serve(true));
    await screen.findByText("Failed");
    screen.getByText(/^4 TRU,/);
    screen.getByText("2, 4 TRU");
    assert.equal(screen.getAllByText(/up to 500/).length, 2);
  });

  it("tells what is known of the Namespace to those who may not ask for more", async () => {
    renderOnPage(<CapacityDetails namespace={namespace} />, serve(false));
    await screen.findByText("up to 500");
    assert.equal(screen.queryByText("Latest request"), null);
  });
});
