// The shape of a page while it is on its way, so that nothing jumps when it comes.
import { Skeleton, Stack } from "@mantine/core";

export function PageSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true" role="status" aria-label="Loading">
      <Skeleton height={32} width="40%" />
      <Skeleton height={16} width="70%" />
      <Skeleton height={240} />
    </Stack>
  );
}
