/** An answer's Markdown as a chat shows it: plain lines. */

/** Lists and numbers stay as they are; emphasis, headings and link brackets go, addresses stay. */
export function plainAnswer(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/^#{1,6}[ \t]+/gm, '')
    .replace(/^>[ \t]?/gm, '')
    .replace(/^([ \t]*)[-*+][ \t]+/gm, '$1· ')
    .replace(/!?\[([^\]\n]*)\]\(([^)\s]+)\)/g, (_all, label: string, address: string) =>
      label === address || label === '' ? address : `${label} ${address}`,
    )
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/(\*\*|__|`)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The short answer with which an entry begins. */
export function firstParagraph(text: string): string {
  return text.split(/\n[ \t]*\n/)[0] ?? text
}
