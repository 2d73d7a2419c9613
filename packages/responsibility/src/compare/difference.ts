// What two versions of a matrix or of the teams differ in.

export interface Difference {
  /** hidden and shown: only whether the row is left out. moved: only where it stands. One thing may differ in several ways. */
  readonly change: "added" | "removed" | "moved" | "hidden" | "shown" | "changed";
  readonly what: "settings" | "kind" | "category" | "responsibility" | "question" | "go-link" | "team";
  /** Empty for settings, of which there is one. */
  readonly id: string;
  /** As people call it: after the change, or before it when it is gone. */
  readonly name: string;
  /** All fields of what was added, those that differ of what was changed, the position of what was moved. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** Field names from the top of the thing, with dots: "owners.application.operations". */
  readonly field: string;
  /** Null: was not there. An entry of a list is a change of its own. */
  readonly before: string | null;
  readonly after: string | null;
}
