// Names that somebody gave may hold nothing that can be seen: spaces, characters of no width, fillers.

const seen = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;

/** The name, or the id where there is nothing to see of it: a link that shows nothing can be neither found nor opened. */
export const visibleName = (name: string | undefined, id: string): string =>
  name !== undefined && seen.test(name) ? name : id;
