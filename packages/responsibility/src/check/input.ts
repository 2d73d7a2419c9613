// What comes in from outside: the shapes of the model before anybody looked at the values. A message of remit.v1 fits as
// it is, and so does a parsed file whose shape was checked.
import type { Matrix, Team } from "../model.ts";

/** The same fields, any of which may be absent, and any text where the model has a closed list. */
export type Loose<Value> = Value extends string
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Loose<Item>[]
    : Value extends object
      ? { readonly [Field in keyof Value]?: Loose<Value[Field]> | undefined }
      : Value;

export type MatrixInput = Loose<Matrix>;

/** A team without its id, which stands elsewhere on the wire. */
export type TeamInput = Loose<Omit<Team, "id">>;
