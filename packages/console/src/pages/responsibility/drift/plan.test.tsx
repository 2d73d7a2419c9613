import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, createClient, createRouterTransport } from "@connectrpc/connect";
import { findHere, fromHere } from "@remit/client";
import { limits } from "@remit/policy";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { RequestService } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { type Finding, FindingSchema, ResponsibilityService } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toMatrixSpec } from "@remit/protocol/responsibility-model";
import { template } from "@remit/responsibility";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderOnPage } from "../../../testing/render.tsx";
import { Plan } from "./plan.tsx";

const namespace = "orders.acc";

/** An account with two keys that nobody uses, and somebody who holds what no row gives. */
class Account {
  readonly keys = new Set(["a", "b"]);
  level: Level = Level.ADMIN;
  findings: readonly Finding[] = [];
  /** Whether a call is answered; throws the refusal. */
  gate: (call: string) => void = () => undefined;

  readonly serve = ({ rpc }: ConnectRouter): void => {
    const { method } = CloudService;
    rpc(method.getAccount, () => ({ account: { id: "acc" } }));
    rpc(method.getNamespaces, () => ({ namespaces: [{ namespace, projectId: "p", state: ResourceState.ACTIVE }] }));
    rpc(method.getUsers, () => {
      this.gate("getUsers");
      return { users: [this.#user()] };
    });
    rpc(method.getUser, () => ({ user: this.#user() }));
    rpc(method.updateUser, ({ spec }) => {
      this.level = spec?.access?.namespaceAccesses[namespace]?.permission ?? Level.UNSPECIFIED;
      return {};
    });
    rpc(method.getUserGroups, () => ({}));
    rpc(method.getServiceAccounts, () => ({}));
    rpc(method.getCustomRoles, () => ({}));
    rpc(method.getApiKeys, () => ({
      apiKeys: [...this.keys].map((id) => ({ id, spec: { displayName: `key ${id}` } })),
    }));
    rpc(method.getApiKey, ({ keyId }) => ({ apiKey: { id: keyId } }));
    rpc(method.deleteApiKey, ({ keyId }) => {
      this.gate(`delete ${keyId}`);
      this.keys.delete(keyId);
      return {};
    });
    rpc(method.getCurrentIdentity, () => ({}));
    rpc(ResponsibilityService.method.getMatrix, () => ({ matrix: { spec: toMatrixSpec(template) } }));
    rpc(ResponsibilityService.method.getTeams, () => ({}));
    rpc(ResponsibilityService.method.getDrift, () => ({ findings: [...this.findings] }));
    rpc(RequestService.method.getRequests, () => ({}));
  };

  #user() {
    const namespaceAccesses = this.level === Level.UNSPECIFIED ? {} : { [namespace]: { permission: this.level } };
    const access = { accountAccess: { role: Role.READ }, namespaceAccesses };
    return { id: "u", state: ResourceState.ACTIVE, spec: { email: "ann@example.com", access } };
  }
}

const unusedKeys = ["a", "b"].map((id) =>
  create(FindingSchema, { id: `key-unused/${id}`, kind: "key-unused", text: `key ${id} was never used`, fix: ["x"] }),
);

/** What the server would say of somebody's access, in its own words. */
async function findOverReach(account: Account): Promise<Finding[]> {
  const transport = createRouterTransport(account.serve);
  const clients = { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
  const judging = { limits, now: Date.now() };
  const { facts, findings } = await findHere(clients, { matrix: template, teams: [] }, judging, []);
  const over = findings.filter(({ kind }) => kind === "over-reach").map((finding) => fromHere(finding, facts));
  return over.map(({ id, kind, risk, text, fix }) => create(FindingSchema, { id, kind, risk, text, fix: [...fix] }));
}

function open(account: Account, findings: readonly Finding[]) {
  account.findings = findings;
  renderOnPage(<Plan findings={findings} onBusy={() => undefined} onClose={() => undefined} />, account.serve);
}

const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const readChanges = () => screen.getAllByRole("listitem").map(({ textContent }) => textContent);

describe("a plan that mends findings", () => {
  afterEach(cleanup);

  it("shows each change in words, makes all of them, and says so", async () => {
    const account = new Account();
    open(account, unusedKeys);
    await screen.findByText("2 changes, one after the other, with your rights:");
    assert.deepEqual(readChanges(), ["1. delete the API key key a", "2. delete the API key key b"]);
    assert.equal(account.keys.size, 2, "nothing is changed before");
    await press("Carry it out");
    await screen.findByText("All 2 changes have been made.");
    assert.deepEqual(readChanges(), ["done: 1. delete the API key key a", "done: 2. delete the API key key b"]);
    assert.deepEqual([...account.keys], []);
    assert.equal(document.activeElement?.textContent, "Close");
  });

  it("says at which change it stopped and why, and goes on there", async () => {
    const account = new Account();
    const calls: string[] = [];
    account.gate = (call) => {
      calls.push(call);
      if (call === "delete b" && !calls.includes("back")) throw new ConnectError("away", Code.Unavailable);
    };
    open(account, unusedKeys);
    await press("Carry it out");
    await screen.findByText("Stopped at change 2 of 2: 1 done, 1 left.");
    const failed = screen.getByText("2. delete the API key key b", { exact: false }).closest("li") ?? assert.fail();
    within(failed).getByRole("alert", { name: "Remit cannot be reached" });
    assert.equal(document.activeElement?.textContent, "Go on");
    calls.push("back");
    await press("Go on");
    await screen.findByText("All 2 changes have been made.");
    assert.deepEqual(calls, ["delete a", "delete b", "back", "delete b"]);
  });

  it("writes over nothing that somebody changed since, and is made again from what is so now", async () => {
    const account = new Account();
    open(account, await findOverReach(account));
    await screen.findByText("1. let ann@example.com hold Read-Only");
    account.level = Level.WRITE;
    await press("Carry it out");
    await screen.findByRole("alert", { name: "Somebody changed this since the plan was made" });
    assert.equal(account.level, Level.WRITE);
    assert.equal(screen.queryByRole("button", { name: "Go on" }), null);
    account.findings = await findOverReach(account);
    await press("Plan again");
    await screen.findByText("One finding is not there any more, or not as it was: look at the list.");
  });

  it("says what cannot be read for it, and whom to ask", async () => {
    const account = new Account();
    const metadata = { team: "Temporal Platform Team", contact: "#temporal-platform", link: "" };
    const findings = await findOverReach(account);
    account.gate = () => {
      const details = [{ desc: ErrorInfoSchema, value: create(ErrorInfoSchema, { metadata }) }];
      throw new ConnectError("no", Code.PermissionDenied, undefined, details);
    };
    open(account, findings);
    const alert = await screen.findByRole("alert");
    within(alert).getByText("Missing: users.");
    within(alert).getByText("Temporal Platform Team");
    within(alert).getByText(/#temporal-platform/);
    assert.equal(screen.queryByRole("button", { name: "Carry it out" }), null);
  });

  it("leaves to people what nothing mends, and to others what one does not see", async () => {
    const undecided = create(FindingSchema, { id: "x", kind: "row-without-owner", text: "nobody answers for it" });
    const unseen = create(FindingSchema, {
      id: "y",
      kind: "over-reach",
      text: "bob can do too much",
      fix: ["let bob"],
    });
    const account = new Account();
    open(account, [undecided, unseen]);
    await screen.findByText("Nothing that a plan could mend.");
    screen.getByText("No plan mends this: somebody has to decide.");
    screen.getByText(/This can be mended, but not by you/);
    screen.getByText("Ask an Account Owner or a Global Admin.");
    assert.equal(screen.queryByRole("button", { name: "Carry it out" }), null);
  });

  it("gives the command that does the same, quoted for a shell", async () => {
    open(new Account(), [create(FindingSchema, { id: "key-unused/it's", kind: "key-unused", text: "t", fix: ["x"] })]);
    await press("Show the command");
    screen.getByText("remit drift fix --only 'key-unused/it'\\''s' --yes");
  });
});
