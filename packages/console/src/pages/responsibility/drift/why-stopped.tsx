// Why a change was not made, and what that means for the rest.

import { Alert } from "@mantine/core";
import { ClientError, type ClientErrorReason } from "@remit/client";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ErrorState } from "../../../components/error-state.tsx";
import { isUnreachable } from "../../../data/describe-error.ts";

const titles: Readonly<Record<ClientErrorReason, string>> = {
  CHANGED_SINCE: "Somebody changed this since the plan was made",
  CANNOT_BE_DONE: "No call does this",
  OPERATION_FAILED: "The server could not do it",
  MAY_NOT_READ: "You may not read this",
};

export function WhyStopped({ error }: { readonly error: unknown }) {
  if (error instanceof ClientError) return <Told title={titles[error.reason]}>{error.message}</Told>;
  if (isUnreachable(error)) {
    return (
      <Told title="Remit cannot be reached">
        Whether this change was made is not known. Going on looks first, and makes it only if it was not.
      </Told>
    );
  }
  return <ErrorState error={error} />;
}

const Told = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
    {children}
  </Alert>
);
