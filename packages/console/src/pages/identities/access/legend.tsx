import { Text } from "@mantine/core";
import type { ReactNode } from "react";

/** The name of a group of fields, in the weight of a field's label. */
export const Legend = ({ children }: { readonly children: ReactNode }) => (
  <Text span size="sm" fw={500}>
    {children}
  </Text>
);
