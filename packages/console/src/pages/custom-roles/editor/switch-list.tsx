// The operations of one kind of resource as switches, grouped, with a search. What cannot be granted stands greyed with
// its reason.
import { Accordion, Badge, Button, Code, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { findOffers, type Offer, type OfferGroup, type Section, sections } from "../draft/offer.ts";
import classes from "./editor.module.css";

export interface SwitchListProps {
  /** For screen readers: "Permissions on all Namespaces". */
  readonly label: string;
  readonly groups: readonly OfferGroup[];
  readonly isOn: (operation: string) => boolean;
  readonly onToggle: (operations: readonly string[], on: boolean) => void;
  /** What the editor holds; undefined while unknown. Nobody gives what they do not hold. */
  readonly own: ReadonlySet<string> | undefined;
}

/** Below this a search is only in the way. */
const searchFrom = 12;

export function SwitchList(props: SwitchListProps) {
  const { label, groups, isOn } = props;
  const [search, setSearch] = useState("");
  const [opened, setOpened] = useState<string[]>(() =>
    groups.filter((group) => opensAtFirst(group, isOn)).map(familyOf),
  );
  const found = findOffers(groups, search);
  const isSearching = search.trim() !== "";
  const count = groups.reduce((sum, { offers }) => sum + offers.length, 0);
  return (
    <Stack gap="sm" role="group" aria-label={label}>
      {count >= searchFrom && (
        <TextInput
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search operations"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maw="24rem"
        />
      )}
      <Accordion
        multiple
        variant="separated"
        value={isSearching ? found.map(familyOf) : opened}
        onChange={(families) => !isSearching && setOpened(families)}
        keepMounted={false}
        classNames={{ content: classes.groupContent ?? "" }}
      >
        {sections
          .map((section) => ({ section, members: found.filter((group) => group.section === section.id) }))
          .filter(({ members }) => members.length > 0)
          .map(({ section, members }) => (
            <Fragment key={section.id}>
              {section.title !== "" && <SectionTitle {...section} />}
              {members.map((group) => (
                <SwitchGroup key={group.family} group={group} {...props} />
              ))}
            </Fragment>
          ))}
      </Accordion>
      {isSearching && (
        <Text size="sm" c="dimmed" role="status">
          {found.length === 0 ? `No operation matches “${search}”.` : countWords(found)}
        </Text>
      )}
    </Stack>
  );
}

const familyOf = ({ family }: OfferGroup): string => family;
const countWords = (groups: readonly OfferGroup[]): string =>
  `${groups.reduce((sum, { offers }) => sum + offers.length, 0)} found`;

/** What is on is seen at once; the long list of what is done inside Namespaces waits until it is wanted. */
const opensAtFirst = ({ offers, section }: OfferGroup, isOn: (operation: string) => boolean): boolean =>
  section === "cloud" || offers.some(({ operation }) => isOn(operation));

function SectionTitle({ title, about }: Section) {
  return (
    <div className={classes.sectionTitle}>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
    </div>
  );
}

interface SwitchGroupProps extends Omit<SwitchListProps, "groups" | "label"> {
  readonly group: OfferGroup;
}

function SwitchGroup({ group, isOn, onToggle, own }: SwitchGroupProps) {
  const { title, offers } = group;
  const on = offers.filter(({ operation }) => isOn(operation)).map(({ operation }) => operation);
  const grantable = offers.filter((offer) => reasonAgainst(offer, own, isOn(offer.operation)) === null && !offer.inert);
  const off = grantable.filter(({ operation }) => !isOn(operation)).map(({ operation }) => operation);
  return (
    <Accordion.Item value={group.family}>
      <Accordion.Control>
        <Group gap="xs" wrap="wrap">
          <Text fw={500} size="sm">
            {title}
          </Text>
          <Badge size="sm" variant={on.length > 0 ? "filled" : "default"} tt="none">
            {on.length === 0 && !offers.some((offer) => offer.refused === null)
              ? "Not available"
              : `${on.length} of ${offers.length}`}
          </Badge>
        </Group>
      </Accordion.Control>
      {/* A dozen regions would be no help to whoever jumps from one to the next. */}
      <Accordion.Panel role="group">
        <Stack gap="sm">
          {offers.length > 1 && grantable.length > 0 && (
            <Group gap="xs">
              <Button
                size="compact-xs"
                variant="light"
                disabled={off.length === 0}
                aria-label={`Turn on all: ${title}`}
                onClick={() => onToggle(off, true)}
              >
                Turn on all
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                disabled={on.length === 0}
                aria-label={`Turn off all: ${title}`}
                onClick={() => onToggle(on, false)}
              >
                Turn off all
              </Button>
            </Group>
          )}
          {offers.map((offer) => (
            <OneSwitch key={offer.operation} offer={offer} on={isOn(offer.operation)} onToggle={onToggle} own={own} />
          ))}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** Null: it can be turned on. What is on already can always be turned off. */
function reasonAgainst({ operation, refused }: Offer, own: SwitchListProps["own"], on: boolean): string | null {
  if (on) return null;
  if (refused !== null) return refused;
  return own === undefined || own.has(operation) ? null : "you do not hold it yourself, so you cannot give it";
}

interface OneSwitchProps extends Pick<SwitchListProps, "onToggle" | "own"> {
  readonly offer: Offer;
  readonly on: boolean;
}

function OneSwitch({ offer, on, onToggle, own }: OneSwitchProps) {
  const { operation, sentence, kind, inert } = offer;
  const reason = reasonAgainst(offer, own, on);
  return (
    <Switch
      // The label holds the sentence, too, which is read as the description already.
      aria-label={kind === "read" ? operation : `${operation} ${kind}`}
      checked={on}
      disabled={reason !== null}
      onChange={(event) => onToggle([operation], event.currentTarget.checked)}
      classNames={{ body: classes.switchBody ?? "", labelWrapper: classes.switchLabel ?? "" }}
      label={
        <Group gap={6} component="span">
          <Code className={classes.operation ?? ""}>{operation}</Code>{" "}
          {kind !== "read" && (
            <Badge component="span" size="xs" variant="light" color={kind === "admin" ? "red" : "blue"} tt="none">
              {kind}
            </Badge>
          )}
        </Group>
      }
      description={
        <>
          {sentence}.{reason !== null && <b> Not available: {reason}.</b>}
          {inert && " No call asks for it, so it has no effect."}
        </>
      }
    />
  );
}
