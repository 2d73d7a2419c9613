// What the plan does not mend, and why.
import { List, Stack, Text } from "@mantine/core";
import { AskTeam } from "../../../components/ask-team.tsx";
import type { ShownPlan } from "../../../data/mending-run.ts";
import { toSentence } from "./to-sentence.ts";

export function LeftToYou({ plan: { left, goneFindings, reader } }: { readonly plan: ShownPlan }) {
  const toDecide = left.filter(({ fix }) => fix.length === 0);
  const unseen = left.filter(({ fix }) => fix.length > 0);
  return (
    <>
      {goneFindings > 0 && (
        <Text size="sm" c="dimmed">
          {goneFindings === 1 ? "One finding is" : `${goneFindings} findings are`} not there any more, or not as it was:
          look at the list.
        </Text>
      )}
      {toDecide.length > 0 && (
        <Stack gap={4}>
          <Text size="sm">No plan mends this: somebody has to decide.</Text>
          <Texts of={toDecide} />
        </Stack>
      )}
      {unseen.length > 0 && (
        <Stack gap={4}>
          <Text size="sm">
            This can be mended, but not by you: a plan is made from all that is held, and you do not see all of it.
          </Text>
          <Texts of={unseen} />
          <AskTeam team={reader.team?.name ?? ""} contact={reader.contact} link={reader.link} />
        </Stack>
      )}
    </>
  );
}

const Texts = ({ of }: { readonly of: ShownPlan["left"] }) => (
  <List size="sm">
    {of.map(({ id, text }) => (
      <List.Item key={id}>{toSentence(text)}</List.Item>
    ))}
  </List>
);
