import { TextLink } from "../../components/text-link.tsx";
import { visibleName } from "../../data/visible-name.ts";
export interface OwnerLinkProps {
  readonly id: string;
  readonly isServiceAccount: boolean;
  readonly name: string;
}

/** A user or a service account, by name, on its way to its page. */
export function OwnerLink({ id, isServiceAccount, name }: OwnerLinkProps) {
  return isServiceAccount ? (
    <TextLink to="/identities/service-accounts/$serviceAccountId" params={{ serviceAccountId: id }} size="sm">
      {visibleName(name, id)}
    </TextLink>
  ) : (
    <TextLink to="/identities/users/$userId" params={{ userId: id }} size="sm">
      {visibleName(name, id)}
    </TextLink>
  );
}
