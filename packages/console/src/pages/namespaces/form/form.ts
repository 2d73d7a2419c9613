// What the parts of the form share.
import type { UseFormReturnType } from "@mantine/form";
import type { NamespaceValues } from "./values.ts";

export type NamespaceForm = UseFormReturnType<NamespaceValues>;

export interface PartProps {
  readonly form: NamespaceForm;
}
