/** Fitting a message into a limit: its pieces are cut where it costs least, the longest first. */

/** A run of text, and what separates it from the one before. */
export interface Piece {
  readonly before: string
  readonly text: string
  readonly bold?: boolean
  /** Never cut: a link, a choice. */
  readonly kept?: boolean
}

const ELLIPSIS = '…'

/** The pieces within `limit` UTF-16 units. Kept pieces are taken to fit by themselves. */
export function trimmedTo(limit: number, pieces: readonly Piece[]): Piece[] {
  const fitted = [...pieces]
  for (;;) {
    const excess = lengthOf(fitted) - limit
    if (excess <= 0) return fitted
    const longest = longestOf(fitted)
    const piece = fitted[longest]
    if (!piece) return fitted
    const room = piece.text.length - excess
    if (piece.text.length <= ELLIPSIS.length) fitted.splice(longest, 1)
    else fitted[longest] = { ...piece, text: shortened(piece.text, Math.max(room, 1)) }
  }
}

/** At most `limit` UTF-16 units, ending in “…” when something was cut; never half a surrogate pair. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - ELLIPSIS.length)
  return cut.replace(/[\ud800-\udbff]$/, '') + ELLIPSIS
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { before, text }) => sum + before.length + text.length, 0)
}

/** Of pieces that are equally long, the last. */
function longestOf(pieces: readonly Piece[]): number {
  let longest = -1
  pieces.forEach(({ text, kept }, index) => {
    if (!kept && text.length >= (pieces[longest]?.text.length ?? 0)) longest = index
  })
  return longest
}
