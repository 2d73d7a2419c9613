// The question itself. On whatever page it stands, Enter leads to the answers.
import { ActionIcon, TextInput } from "@mantine/core";
import { IconArrowRight, IconMessageQuestion } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";

export interface AskBoxProps {
  readonly query?: string;
  readonly autoFocus?: boolean;
}

/** What the server takes at most. */
const mostCharacters = 2_000;

export function AskBox({ query = "", autoFocus = false }: AskBoxProps) {
  const navigate = useNavigate();
  const [words, setWords] = useState(query);
  useEffect(() => setWords(query), [query]);
  return (
    <form
      aria-label="Whom do I ask?"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ to: "/ask", search: words.trim() === "" ? {} : { q: words.trim() } });
      }}
    >
      <TextInput
        size="lg"
        label="What is it about?"
        description="Words, a Namespace, a permission, an RPC, a go-link, or an error as it was printed"
        placeholder="who rotates worker certificates"
        leftSection={<IconMessageQuestion size={20} aria-hidden />}
        rightSection={
          <ActionIcon type="submit" variant="filled" size="lg" aria-label="Ask">
            <IconArrowRight size={18} aria-hidden />
          </ActionIcon>
        }
        rightSectionWidth={50}
        maxLength={mostCharacters}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        autoFocus={autoFocus}
      />
    </form>
  );
}
