import { RelativeTime } from "../../../components/relative-time.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import type { InvitationLink } from "./make-link.ts";

export interface InvitationShownProps {
  readonly email: string;
  readonly invitation: InvitationLink;
  readonly onDone: () => void;
}

export function InvitationShown({ email, invitation, onDone }: InvitationShownProps) {
  return (
    <ShownOnce secret={invitation.link} what="invitation link" onDone={onDone}>
      Give it to {email} yourself: Remit sends no mail with it. Whoever opens it comes in as that user. It works once
      and ends <RelativeTime at={invitation.expiresAt} />.
    </ShownOnce>
  );
}
