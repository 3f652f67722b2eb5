/** How alike two rows of units are: edits between them, what they have in common in order, and their longest common run. */

export interface Alike {
  /** 1 for the same, 0 for nothing in place (1 − edits / longer length). */
  readonly edits: number
  /** Length of the longest common subsequence. */
  readonly common: number
  /** Length of the longest common run. */
  readonly run: number
}

/** The rows that `alike` works on, kept from call to call: it is called some twenty times a question. */
let rows = rowsOf(64)

function rowsOf(width: number) {
  const row = () => new Uint16Array(width + 1)
  return { width, edits: row(), common: row(), run: row() }
}

/** One pass over the table of both lengths, a row at a time. A number below zero on the left is like no other. */
export function alike(left: Int32Array, right: Int32Array): Alike {
  const width = right.length
  if (width > rows.width) rows = rowsOf(width)
  const { edits, common, run } = rows
  for (let column = 0; column <= width; column++) {
    edits[column] = column
    common[column] = 0
    run[column] = 0
  }
  let longest = 0
  for (let row = 0; row < left.length; row++) {
    const unit = left[row]!
    let diagonal = row
    let commonBefore = 0
    let runBefore = 0
    edits[0] = row + 1
    for (let column = 1; column <= width; column++) {
      const above = edits[column]!
      const commonAbove = common[column]!
      const runAbove = run[column]!
      if (unit === right[column - 1]) {
        edits[column] = diagonal
        common[column] = commonBefore + 1
        run[column] = runBefore + 1
        if (runBefore >= longest) longest = runBefore + 1
      } else {
        edits[column] = 1 + Math.min(diagonal, above, edits[column - 1]!)
        common[column] = Math.max(commonAbove, common[column - 1]!)
        run[column] = 0
      }
      diagonal = above
      commonBefore = commonAbove
      runBefore = runAbove
    }
  }
  const length = Math.max(left.length, width)
  return {
    edits: length === 0 ? 1 : 1 - edits[width]! / length,
    common: common[width]!,
    run: longest,
  }
}
