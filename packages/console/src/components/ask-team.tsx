// Whom to ask who can do or read what one may not oneself.
import { Anchor, Text } from "@mantine/core";

export interface AskTeamProps {
  /** Empty: nobody is named. */
  readonly team: string;
  readonly contact: string;
  /** A path on this server, or an address. */
  readonly link: string;
}

export function AskTeam({ team, contact, link }: AskTeamProps) {
  if (team === "") return <Text size="sm">Ask an Account Owner or a Global Admin.</Text>;
  return (
    <Text size="sm">
      Ask <b>{team}</b> {contact !== "" && `(${contact})`}
      {link !== "" && (
        <>
          {" · "}
          <Anchor href={link} underline="always">
            {link}
          </Anchor>
        </>
      )}
    </Text>
  );
}
