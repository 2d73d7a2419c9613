// Text that a terminal shows and does not obey. Names come from whoever may give one; an escape sequence in them could
// clear the screen, and a line break or a change of direction could make one answer look like another.

const commands = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
const inOneLine = /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Whole output: line breaks and tabs stay. */
export const toInert = (text: string): string => text.replace(commands, spell);

/** One value in a line of output. */
export const toInertLine = (text: string): string => text.replace(inOneLine, spell);

const spell = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
