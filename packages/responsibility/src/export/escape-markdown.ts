// Somebody's text inside Markdown: read as text wherever it stands, and never out of its cell.

/**
 * One line of plain text. What ends a cell or opens HTML becomes an entity: processors disagree on a backslash before a
 * bar, and none of them lets an entity be structure.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, " ")
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
      .trim()
      .replace(/[&<>|\\`]/g, toEntity)
      .replace(/[*_[\]~$!]/g, "\\$&")
      // What makes a list, a heading or a line of a first character. "#" and "&" of entities stay as they are.
      .replace(/^[-+=:#]|(?<=^\d+)[.)]/, toEntity)
      // Bare addresses would become links that nobody checked.
      .replace(/:(?=\/\/)|@|(?<=www)\./gi, toEntity)
  );
}

const toEntity = (character: string): string => `&#${character.charCodeAt(0)};`;

/** An address that `refuseUrl` let pass, with what would end the link or the cell in its escaped form. */
export const toMarkdownUrl = (url: string): string => url.replace(/[^A-Za-z0-9\-._:/?#@!$&+,;=%]/gu, encode);

function encode(character: string): string {
  const encoded = encodeURIComponent(character);
  // encodeURIComponent leaves brackets and "*" alone, which are markup here.
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
}
