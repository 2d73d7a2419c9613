import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { ActivityService, type AuditStreamSchema } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { AuditLogSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../testing/render.tsx";
import { AuditLogSinks } from "./audit-log-sinks.tsx";

const place = { destinationUri: "arn:aws:kinesis:us-east-1:1:stream/audit", region: "us-east-1", roleName: "writer" };
const sink = {
  name: "siem",
  resourceVersion: "7",
  spec: { name: "siem", enabled: true, sinkType: { case: "kinesisSink" as const, value: place } },
};
const failing = {
  name: "siem",
  kind: "kinesis",
  destination: place.destinationUri,
  enabled: true,
  lagRecords: 12n,
  lagSeconds: 180n,
  errorMessage: "ResourceNotFoundException: no such stream",
  failures: 4,
  nextAttemptTime: { seconds: 1_900_000_000n },
} satisfies MessageInitShape<typeof AuditStreamSchema>;
const archive = { name: "archive", kind: "file", destination: "/var/log/audit", fromSettings: true, enabled: true };

interface Server {
  readonly sinks?: readonly (typeof sink)[];
  readonly may?: boolean;
}

/** What was sent, as far as it is about sinks. */
interface Sent {
  readonly tried: AuditLogSinkSpec[];
  readonly saved: { readonly spec: AuditLogSinkSpec | undefined; readonly version: string }[];
}

function show({ sinks = [sink], may = true }: Server = {}): Sent {
  const sent: Sent = { tried: [], saved: [] };
  renderOnPage(<AuditLogSinks />, (router: ConnectRouter) => {
    router.service(AccessService, { explain: () => ({ allowed: may }) });
    router.service(ActivityService, {
      getAuditStreams: () => ({
        streams: [...(sinks.length > 0 ? [failing] : []), { ...archive, healthy: true }],
      }),
    });
    router.service(CloudService, {
      getAccountAuditLogSinks: () => ({ sinks: [...sinks] }),
      validateAccountAuditLogSink: ({ spec }) => {
        if (spec !== undefined) sent.tried.push(spec);
        throw new ConnectError("nothing can be delivered there: no such stream", Code.FailedPrecondition);
      },
      createAccountAuditLogSink: ({ spec }) => {
        sent.saved.push({ spec, version: "" });
        return {};
      },
      updateAccountAuditLogSink: ({ spec, resourceVersion }) => {
        sent.saved.push({ spec, version: resourceVersion });
        return {};
      },
    });
  });
  return sent;
}

const openMenu = async (): Promise<void> => {
  await userEvent.click(await screen.findByRole("button", { name: "Actions for siem" }));
};

describe("the page of audit log sinks", () => {
  afterEach(cleanup);

  it("says of each sink whether records arrive, how many wait, and what is wrong", async () => {
    show();
    const table = await screen.findByRole("table", { name: "Audit log sinks" });
    const row = (await within(table).findByText("siem")).closest("tr") ?? assert.fail("no row");
    await within(row).findByText("Failing");
    assert.match(row.textContent ?? "", /12 records, for 3 minutes/);
    assert.match(row.textContent ?? "", /ResourceNotFoundException: no such stream/);
    assert.match(row.textContent ?? "", /Amazon Kinesis/);
  });

  it("shows the streams of the settings, which nothing can be done with here", async () => {
    show({ sinks: [] });
    const table = await screen.findByRole("table", { name: "Streams of this deployment" });
    assert.match(table.textContent ?? "", /archive.*File.*\/var\/log\/audit.*Healthy/);
    assert.equal(screen.queryByRole("button", { name: /Actions for/ }), null);
    await screen.findByText("No audit log sinks yet");
  });

  it("tries the place of a new sink before anything is saved, and creates what was typed", async () => {
    const { tried, saved } = show({ sinks: [] });
    await userEvent.click(await screen.findByRole("button", { name: "Create sink" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByText("Google Cloud Pub/Sub"));
    await userEvent.type(within(dialog).getByLabelText(/^Google Cloud project/), "acme");
    await userEvent.type(within(dialog).getByLabelText(/^Topic/), "audit");
    await userEvent.click(within(dialog).getByRole("button", { name: "Try it" }));
    await within(dialog).findByText(/no such stream/);
    assert.deepEqual([tried.length, tried[0]?.name, saved.length], [1, "", 0]);
    await userEvent.type(within(dialog).getByLabelText(/^Topic/), "-log");
    assert.equal(within(dialog).queryByText(/no such stream/), null, "of another place nothing was said");
    await userEvent.type(within(dialog).getByLabelText(/^Name/), "siem");
    await userEvent.click(within(dialog).getByRole("button", { name: "Create sink" }));
    await screen.findByText("No audit log sinks yet");
    const { spec } = saved[0] ?? assert.fail("nothing was sent");
    assert.deepEqual([spec?.name, spec?.enabled, spec?.sinkType.case], ["siem", true, "pubSubSink"]);
    assert.equal(spec?.sinkType.case === "pubSubSink" && spec.sinkType.value.topicName, "audit-log");
  });

  it("disables a sink at the version that is shown, and keeps all else of it", async () => {
    const { saved } = show();
    await openMenu();
    assert.equal((await screen.findByRole("menuitem", { name: "Enable" })).getAttribute("aria-disabled"), "true");
    await userEvent.click(screen.getByRole("menuitem", { name: "Disable" }));
    const [change] = saved;
    assert.deepEqual([change?.version, change?.spec?.enabled, change?.spec?.name], ["7", false, "siem"]);
    assert.equal(change?.spec?.sinkType.case === "kinesisSink" && change.spec.sinkType.value.roleName, "writer");
  });

  it("greys what the person may not do, and says why", async () => {
    show({ may: false });
    await openMenu();
    for (const name of ["Edit", "Disable", "Delete"]) {
      const item = await screen.findByRole("menuitem", { name });
      assert.equal(item.getAttribute("aria-disabled"), "true", name);
    }
    assert.match(screen.getByRole("menuitem", { name: "Edit" }).getAttribute("aria-description") ?? "", /updateSink/);
  });
});
