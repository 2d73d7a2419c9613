// Whose rights decide: those of a principal, or what a Namespace gives to certificates that it accepts.
import { check, isActive } from "@remit/policy";
import { type ClientCertificate, isAccepted } from "../authenticate/client-certificate.ts";
import type { Holder } from "./decide.ts";
import type { NamespacesSettings } from "./namespace-settings.ts";
import { certificateMay, type GatewayCaller } from "./who.ts";

export const principalHolder = (principalId: string): Holder => ({
  isActive: ({ snapshot }) => isActive(snapshot, principalId),
  holds: ({ snapshot }, operation, uid, now) =>
    check(snapshot, principalId, operation, { type: "namespaces", id: uid }, now),
});

/** A certificate that no Namespace accepts is like one that holds nothing. */
export const certificateHolder = (
  certificate: ClientCertificate,
  settings: Pick<NamespacesSettings, "find" | "acceptsAnywhere">,
): Holder => ({
  // Anybody can make a certificate: one that nobody accepts must not read even what is open to all who are signed in.
  isActive: (_view, now) => settings.acceptsAnywhere(certificate, now),
  holds: (_view, operation, uid, now) => {
    if (!certificateMay(operation)) return false;
    const namespace = settings.find(uid);
    return namespace !== undefined && isAccepted(certificate, namespace.mutualTls, now);
  },
});

export const holderOf = (
  caller: GatewayCaller,
  settings: Pick<NamespacesSettings, "find" | "acceptsAnywhere">,
): Holder =>
  caller.kind === "certificate"
    ? certificateHolder(caller.certificate, settings)
    : principalHolder(caller.caller.principalId);
