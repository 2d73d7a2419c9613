// What browser tests of custom roles do again and again: fields and switches of the editor, and roles asked for by their name.
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Locator, Page } from "playwright-core";
import type { TestPlane } from "./control-plane.ts";

export const rolesPath = "/settings/custom-roles";

export const all = (resourceType: string) => ({ resourceType, allowAll: true, resourceIds: [] as string[] });

/** The role's name in the editor. */
export const nameField = (page: Page): Locator => page.getByRole("textbox", { name: "Name", exact: true });

/** A switch says its operation, and its kind where it changes something. */
export const switchOf = (page: Page, operation: string): Locator =>
  page.getByRole("switch", { name: new RegExp(`^${operation.replaceAll(".", "\\.")}( |$)`) });

/** Waits for a notification, or for what a form says. */
export const saidTo = (page: Page, text: string): Promise<void> =>
  page.getByRole("alert").filter({ hasText: text }).waitFor();

export const findRole = async ({ owner }: TestPlane, name: string): Promise<CustomRole | undefined> =>
  (await owner.cloud.getCustomRoles({ pageSize: 1_000 })).customRoles.find(({ spec }) => spec?.name === name);

export const actionsOf = (role: CustomRole | undefined): string[] =>
  (role?.spec?.permissions ?? []).flatMap(({ actions }) => actions).sort();

/** On all Namespaces; its id. */
export async function makeRole(
  { owner }: TestPlane,
  name: string,
  actions: string[] = ["cloud.namespace.get"],
): Promise<string> {
  const permissions = [{ actions, resources: all("namespaces") }];
  return (await owner.cloud.createCustomRole({ spec: { name, permissions } })).roleId;
}
