/** A finding as it stands alone; a name that begins it stays as it is written. */
export const toSentence = (text: string): string =>
  text.replace(/^[a-z]+ /, (word) => word[0]?.toUpperCase() + word.slice(1));
