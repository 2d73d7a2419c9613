// Every page of the console with something on it: for each route, the addresses by which it is opened.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findViolationsInBothThemes, signIn, untilThere, waitUntilItFits } from "./browser.ts";
import { makeCertificate } from "./certificates.ts";
import { describeConsole } from "./console-for-file.ts";
import type { TestPlane } from "./control-plane.ts";
import { freshName, makeNamespace } from "./namespaces.ts";
import { fulfilled } from "./operations.ts";
import { ask, makeDeciders, makeDeveloper, onNamespace } from "./requests.ts";
import { runProgram } from "./run-program.ts";

/** The routes as the router has them: "/namespaces/$namespace". */
export async function listConsoleRoutes(): Promise<string[]> {
  const tools = join(import.meta.dirname, "..", "..", "tools");
  const hooks = ["--conditions=browser", "--import", join(tools, "jsx-hooks.mjs")];
  const { code, stdout, stderr } = await runProgram(process.execPath, [
    ...hooks,
    join(tools, "list-console-routes.mjs"),
  ]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as string[];
}

/** One of everything that has a page of its own, by what its address names it. */
export interface ConsoleWorld {
  readonly namespace: string;
  readonly projectId: string;
  readonly endpointId: string;
  readonly userId: string;
  readonly groupId: string;
  readonly serviceAccountId: string;
  readonly roleId: string;
  readonly teamId: string;
  readonly requestId: string;
}

async function makeConsoleWorld(plane: TestPlane): Promise<ConsoleWorld> {
  const { owner } = plane;
  const { cloud } = owner;
  const { teamId, groupId } = await makeDeciders(plane);
  const { projectId } = await cloud.createProject({ spec: { displayName: "Payments" } });
  const acceptedClientCa = new TextEncoder().encode(await makeCertificate());
  const settings = { mtlsAuth: { enabled: true, acceptedClientCa }, searchAttributes: { CustomerId: 2 as const } };
  const { namespace } = await makeNamespace(owner, settings, projectId);
  await cloud.createNamespaceExportSink({ namespace, spec: { name: "archive", s3: { bucketName: "archive" } } });
  const target = { namespaceId: namespace, taskQueue: "q" };
  const spec = { name: freshName("e"), targetSpec: { variant: { case: "workerTargetSpec" as const, value: target } } };
  const { endpointId } = await fulfilled(owner, cloud.createNexusEndpoint({ spec }));
  await cloud.createConnectivityRule({ spec: { connectionType: { case: "publicRule", value: {} } } });
  const actions = ["cloud.namespace.get", "cloud.namespace.update"];
  const resources = { resourceType: "namespaces", allowAll: true, resourceIds: [] };
  const { roleId } = await cloud.createCustomRole({
    spec: { name: "Explained", permissions: [{ actions, resources }] },
  });
  const { userId } = await cloud.createUser({
    spec: {
      email: "looked-at@example.com",
      access: { accountAccess: { customRoles: [roleId] }, namespaceAccesses: { [namespace]: { permission: 2 } } },
    },
  });
  const { serviceAccountId } = await cloud.createServiceAccount({
    spec: {
      name: "looked-at",
      projectScopedAccess: { projectId, access: { role: 3 }, namespaceAccesses: { [namespace]: { permission: 3 } } },
    },
  });
  const place = { destinationUri: "arn:aws:kinesis:us-east-1:123456789012:stream/audit", region: "us-east-1" };
  await cloud.createAccountAuditLogSink({
    spec: { name: "siem", enabled: true, sinkType: { case: "kinesisSink", value: place } },
  });
  const requestId = await ask(await makeDeveloper(plane), onNamespace(namespace));
  return { namespace, projectId, endpointId, userId, groupId, serviceAccountId, roleId, teamId, requestId };
}

const tabs = (path: string, ...names: readonly string[]): string[] => names.map((name) => `${path}?tab=${name}`);

type Pages = Readonly<Record<string, (world: ConsoleWorld) => readonly string[]>>;

/** By area and route: what is opened of it. A route that has no row fails the test of the table. */
export const consolePages = {
  resources: {
    "/audit-log": () => ["/audit-log", "/audit-log?operation=nothing"],
    "/connectivity-rules": () => ["/connectivity-rules"],
    "/namespaces": () => ["/namespaces", "/namespaces?q=nothing-of-this-name"],
    "/namespaces/$namespace": ({ namespace }) => [
      `/namespaces/${namespace}`,
      `/namespaces/${namespace}?tab=access`,
      `/namespaces/${namespace}?tab=exports`,
      "/namespaces/gone.abc123",
    ],
    "/namespaces/$namespace/edit": ({ namespace }) => [`/namespaces/${namespace}/edit`],
    "/namespaces/create": () => ["/namespaces/create"],
    "/nexus": () => ["/nexus"],
    "/nexus/$endpointId": ({ endpointId }) => [`/nexus/${endpointId}`],
    "/nexus/$endpointId/edit": ({ endpointId }) => [`/nexus/${endpointId}/edit`],
    "/nexus/create": () => ["/nexus/create"],
    "/operations": () => ["/operations", "/operations?show=all"],
    "/projects": () => ["/projects"],
    "/projects/$projectId": ({ projectId }) => [`/projects/${projectId}`],
    "/regions": () => ["/regions"],
  },
  identities: {
    "/identities": () => ["/identities"],
    "/identities/groups": () => ["/identities/groups"],
    "/identities/groups/$groupId": ({ groupId }) =>
      tabs(`/identities/groups/${groupId}`, "access", "members", "effective", "history"),
    "/identities/groups/$groupId/edit": ({ groupId }) => [`/identities/groups/${groupId}/edit`],
    "/identities/groups/create": () => ["/identities/groups/create"],
    "/identities/service-accounts": () => ["/identities/service-accounts"],
    "/identities/service-accounts/$serviceAccountId": ({ serviceAccountId }) =>
      tabs(`/identities/service-accounts/${serviceAccountId}`, "access", "effective", "api-keys", "history"),
    "/identities/service-accounts/$serviceAccountId/edit": ({ serviceAccountId }) => [
      `/identities/service-accounts/${serviceAccountId}/edit`,
    ],
    "/identities/service-accounts/create": () => ["/identities/service-accounts/create"],
    "/identities/users": () => ["/identities/users", "/identities/users?q=nobody-of-this-name"],
    "/identities/users/$userId": ({ userId, namespace }) => [
      ...tabs(`/identities/users/${userId}`, "access", "effective", "api-keys", "groups", "history"),
      `/identities/users/${userId}?tab=can&operation=cloud.namespace.get&type=namespaces&resource=${namespace}`,
    ],
    "/identities/users/$userId/edit": ({ userId }) => [`/identities/users/${userId}/edit`],
    "/identities/users/invite": () => ["/identities/users/invite"],
  },
  access: {
    "/accept-invitation": () => ["/accept-invitation#token=remit_invite_x", "/accept-invitation"],
    "/api-keys": () => ["/api-keys"],
    "/settings": () => ["/settings"],
    "/settings/audit-log-sinks": () => ["/settings/audit-log-sinks"],
    "/settings/account": () => ["/settings/account"],
    "/settings/custom-roles": () => ["/settings/custom-roles"],
    "/settings/custom-roles/$roleId": ({ roleId }) => [`/settings/custom-roles/${roleId}`],
    "/settings/custom-roles/$roleId/edit": ({ roleId }) => [`/settings/custom-roles/${roleId}/edit`],
    "/settings/custom-roles/new": () => ["/settings/custom-roles/new"],
    "/sign-in": () => ["/sign-in"],
    "/usage": () => ["/usage", "/usage?by=project&measure=active&days=7"],
    "/who-can": ({ namespace }) => [
      "/who-can",
      `/who-can?operation=cloud.namespace.get&type=namespaces&resource=${namespace}`,
    ],
  },
  responsibility: {
    "/": () => ["/"],
    "/ask": () => ["/ask", "/ask?q=codec", "/ask?q=xylophone"],
    "/namespaces/new": () => ["/namespaces/new"],
    "/requests": () => ["/requests"],
    "/requests/$requestId": ({ requestId }) => [`/requests/${requestId}`],
    "/requests/new": () => ["/requests/new", "/requests/new?for=namespace"],
    "/responsibility": () => ["/responsibility", "/responsibility?row=cloud-access"],
    "/responsibility/access-review": () => ["/responsibility/access-review"],
    "/responsibility/drift": () => ["/responsibility/drift"],
    "/responsibility/go-links": () => ["/responsibility/go-links"],
    "/responsibility/tailor": () => ["/responsibility/tailor", "/responsibility/tailor?row=worker-configuration"],
    "/responsibility/teams": () => ["/responsibility/teams"],
    "/responsibility/teams/$teamId": ({ teamId }) => [`/responsibility/teams/${teamId}`],
    "/responsibility/teams/$teamId/edit": ({ teamId }) => [`/responsibility/teams/${teamId}/edit`],
    "/responsibility/teams/create": () => ["/responsibility/teams/create"],
  },
} as const satisfies Readonly<Record<string, Pages>>;

/** All pages of one area: each is there, fits a phone, and has nothing that axe finds in either theme. */
export function describePages(area: keyof typeof consolePages): void {
  describeConsole(`every page of the console: ${area}`, (onConsole) => {
    onConsole(
      "opens by its address, fits a phone, and has no violation that axe finds in light and dark",
      async (open) => {
        const { plane, browser } = open;
        const world = await makeConsoleWorld(plane);
        const page = await browser.open();
        await signIn(page, plane, plane.ownerKey);
        const found: string[] = [];
        for (const path of Object.values<Pages[string]>(consolePages[area]).flatMap((row) => row(world)))
          found.push(...(await findOnPage(page, plane, path)));
        assert.deepEqual(found, []);
      },
    );
  });
}

async function findOnPage(page: Page, { url }: TestPlane, path: string): Promise<string[]> {
  const found: string[] = [];
  await page.goto(`${url}${path}`);
  await untilThere(page);
  found.push(...(await findViolationsInBothThemes(page)).map((line) => `${path}, ${line}`));
  await page.setViewportSize({ width: 390, height: 800 });
  await waitUntilItFits(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}
