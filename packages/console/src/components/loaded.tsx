// One thing that a page is about: its shape while it is on its way, and why it is not there.
import type { ReactNode } from "react";
import { ErrorState } from "./error-state.tsx";
import { Page } from "./page.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";

export interface LoadedProps<Value> {
  readonly value: Value | undefined;
  readonly error: Error | null;
  /** The title of the page while there is nothing else to call it. */
  readonly title: string;
  readonly retry: () => void;
  readonly children: (value: Value) => ReactNode;
}

/** What is there stays while newer answers fail. */
export function Loaded<Value>({ value, error, title, retry, children }: LoadedProps<Value>) {
  if (value !== undefined) return <>{children(value)}</>;
  if (error === null) return <PageSkeleton />;
  return (
    <Page title={title}>
      <ErrorState error={error} retry={retry} />
    </Page>
  );
}
