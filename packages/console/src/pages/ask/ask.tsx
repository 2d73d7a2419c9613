// Whom do I ask? Answers to a question in anybody's words, and the three questions for when there is none.
import { Skeleton, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { createLazyRoute } from "@tanstack/react-router";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { useAnswers } from "../../data/ask.ts";
import { useModel } from "../../data/responsibility-model.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AskBox } from "./ask-box.tsx";
import { Framework } from "./framework.tsx";

function Ask() {
  const { q = "" } = route.useSearch();
  const answers = useAnswers(q, []);
  const { model, error, retry } = useModel();
  const found = q === "" ? [] : (answers.data?.answers ?? []);
  return (
    <Page title="Whom do I ask?">
      <Stack gap="xl" maw={860}>
        <AskBox query={q} autoFocus={q === ""} />
        {q !== "" && answers.error !== null && (
          <ErrorState error={answers.error} retry={() => void answers.refetch()} />
        )}
        {q !== "" && answers.isPending && <Skeleton height={160} role="status" aria-label="Loading" />}
        <VisuallyHidden role="status">
          {q === "" || answers.isPending ? "" : describeCount(found.length)}
        </VisuallyHidden>
        {found.length > 0 && (
          <Stack component="section" aria-label="Answers" gap="md" aria-busy={answers.isPlaceholderData}>
            {found.map((answer, index) => (
              <AnswerCard
                // biome-ignore lint/suspicious/noArrayIndexKey: an answer that follows from no row has nothing else
                key={`${answer.responsibility?.id ?? ""} ${index}`}
                answer={answer}
                kinds={model?.matrix.kinds ?? []}
              />
            ))}
          </Stack>
        )}
        {q !== "" && answers.data !== undefined && found.length === 0 && (
          <Text>Nothing matches “{q}” well enough to name a team. Three questions lead to one:</Text>
        )}
        <Stack component="section" aria-labelledby="framework" gap="sm">
          <Title order={2} id="framework">
            When in doubt
          </Title>
          {error !== null && <ErrorState error={error} retry={retry} />}
          {model === undefined && error === null && <Skeleton height={120} />}
          {model !== undefined && <Framework key={q} model={model} />}
        </Stack>
      </Stack>
    </Page>
  );
}

const describeCount = (count: number): string =>
  count === 0 ? "No answer" : count === 1 ? "1 answer" : `${count} answers`;

export const route = createLazyRoute("/signed-in/ask")({ component: Ask });
