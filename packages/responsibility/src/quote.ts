// A text of somebody else's inside a line of ours.

/** In quotes, on one line, and without characters that a terminal would obey; past `most` characters it is cut. */
export function quote(text: string, most = Number.POSITIVE_INFINITY): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  return JSON.stringify(shown).replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, spell);
}

const spell = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
