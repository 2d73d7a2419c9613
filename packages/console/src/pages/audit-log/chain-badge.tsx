// Whether the audit log is whole, and how much of it was verified.
import { Button, Popover, Stack, Text } from "@mantine/core";
import type { GetAuditChainResponse } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { IconShieldCheck, IconShieldHalf, IconShieldX } from "@tabler/icons-react";
import { RelativeTime } from "../../components/relative-time.tsx";
import { useAuditChain } from "../../data/activity.ts";

export function ChainBadge() {
  const { data } = useAuditChain();
  if (data === undefined) return null;
  const { label, color, icon } = describeChain(data);
  return (
    <Popover width={320} position="bottom-end" withArrow>
      <Popover.Target>
        <Button variant="default" leftSection={icon} {...(color === "red" && { c: "red" })}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">
            Each record carries a hash of itself and of the one before it: what is changed, taken out or put in later
            breaks the chain.
          </Text>
          <Text size="sm">
            {data.intact
              ? `Verified up to record ${count(data.verified)} of ${count(data.chained)}`
              : `Broken at record ${count(data.brokenAt)}: ${data.problem}`}
            , <RelativeTime at={data.verifiedAt} />.
            {data.unchained > 0n && ` ${count(data.unchained)} newer ones are not chained yet.`}
          </Text>
          {!data.intact && <Text size="sm">Tell whoever runs the platform; remit audit verify says more.</Text>}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

const count = (value: bigint): string => value.toLocaleString("en");

function describeChain({ intact, verified, chained }: GetAuditChainResponse) {
  if (!intact) {
    return { label: "Chain broken", color: "red", icon: <IconShieldX size={18} aria-hidden color="currentColor" /> };
  }
  if (verified < chained) {
    const share = chained === 0n ? 100n : (verified * 100n) / chained;
    const icon = <IconShieldHalf size={18} aria-hidden />;
    return { label: `Verifying the chain, ${share} %`, color: "yellow", icon };
  }
  const icon = <IconShieldCheck size={18} aria-hidden color="var(--mantine-color-teal-filled)" />;
  return { label: "Chain verified", color: "teal", icon };
}
