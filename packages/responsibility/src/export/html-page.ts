// What stands around the exported page, and how it looks on a screen and on paper.

/** Everything before the content. The title is HTML already. */
export const openPage = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>
${style}</style>
</head>
<body>
<h1>${title}</h1>
`;

// Holds even if some text should ever get past the escaping.
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`;

const style = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h2 { margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #8888; overflow-wrap: anywhere; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
tbody th { font-weight: normal; width: 45%; }
small { display: block; opacity: 0.75; white-space: pre-line; }
.words { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  a { color: inherit; }
}
`;
