// What goes wrong at ABC Financial, and what the report has to say of it: each kind of finding at least once, but for
// "owner-left", which needs a user who is not active: this server makes none, an identity provider would.
import { type ModelEdit, pathOfRow } from "./edit-model.ts";

/** One finding that has to be there: its kind, and the words that make it this one. */
export interface Expected {
  readonly kind: string;
  readonly words: readonly string[];
}

export interface Plant {
  readonly text: string;
  readonly expects: readonly Expected[];
}

/** Done with the official client, by `plant-access.ts`. */
export const accessPlants = {
  lost: plant("Somebody takes reporting-live from the group reporting", "cannot-act", "Reporting", "reporting-live"),
  reach: plant("Pia of Payments gets Read on trading-live, to have a look", "over-reach", "pia@", "trading-live"),
  admin: plant("Paul of Payments becomes Global Admin for a weekend", "owner-outside-team", "paul@"),
  robot: plant("A service account is made for no team", "principal-outside-teams", "nightly-export"),
  orphan: plant("A Namespace is made for no team", "namespace-without-team", "fraud-lab"),
  ended: plant("Paul leaves a key behind that has ended", "key-expired", "old laptop", "paul@"),
  spare: plant("Tara makes a key that she does not need", "key-unused", "spare", "tara@"),
} satisfies Readonly<Record<string, Plant>>;

/** Done in the file, in this order. */
export const modelPlants: readonly (Plant & ModelEdit)[] = [
  {
    text: "Trading names a Namespace of Payments as its own",
    edit: (file) => file.setIn(["teams", "trading", "owns", "namespaces"], file.createNode(["payments-live"])),
    expects: [
      { kind: "namespace-claimed-by-several", words: ["payments-live", "payments, trading"] },
      // It answers for it now, and cannot do a thing there.
      { kind: "cannot-act", words: ["Trading", "payments-live"] },
    ],
  },
  {
    ...plant("Trading names a Namespace that is not there", "name-not-found", "Trading", "tradnig-eu"),
    edit: (file) => file.addIn(["teams", "trading", "owns", "namespaces"], "tradnig-eu"),
  },
  {
    ...plant("Reporting loses its contacts", "team-without-contact", "Reporting"),
    edit: (file) => void file.deleteIn(["teams", "reporting", "contacts"]),
  },
  {
    ...plant("A team Fraud is written down before anybody is in it", "team-without-members", "Fraud"),
    edit: (file) =>
      file.setIn(["teams", "fraud"], { name: "Fraud", kind: "application", contacts: { chat: "#fraud" } }),
  },
  {
    ...plant("The developer guide loses its owner", "row-without-owner", "Temporal developer guide"),
    edit: (file) => void file.deleteIn([...pathOfRow(file, "developer-guide"), "owners"]),
  },
  {
    ...plant(
      "Payments is to make billing reports, which no team of its kind can",
      "cannot-be-given",
      "payments",
      "cloud.billingreport.create",
    ),
    edit: (file) =>
      file.setIn([...pathOfRow(file, "load-testing"), "owners", "application"], {
        share: "responsible",
        team: "payments",
        operations: ["cloud.billingreport.create"],
      }),
  },
];

function plant(text: string, kind: string, ...words: readonly string[]): Plant {
  return { text, expects: [{ kind, words }] };
}
