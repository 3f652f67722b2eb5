/** An answer's Markdown as a chat shows it: plain lines. */

/** Lists stay, steps get signs of their own; emphasis, headings and link brackets go, addresses stay. */
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
    .replace(/^[ \t]*(\d{1,2})\.[ \t]+/gm, (_all, digits: string) => stepSign(Number(digits)))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Steps are counted ①②③: where choices are numbered, 2 must mean a choice. */
function stepSign(step: number): string {
  return step >= 1 && step <= 20 ? `${String.fromCodePoint(0x245f + step)} ` : `${step}. `
}

/** The short answer with which an entry begins. */
export function firstParagraph(text: string): string {
  return text.split(/\n[ \t]*\n/)[0] ?? text
}
