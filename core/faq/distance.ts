/** How alike two rows of units are: edits between them, what they have in common in order, and their longest common run. */

export interface Alike {
  /** 1 for the same, 0 for nothing in place (1 − edits / longer length). */
  readonly edits: number
  /** Length of the longest common subsequence. */
  readonly common: number
  /** Length of the longest common run. */
  readonly run: number
}

/** One pass over the table of both lengths; neither row may be changed while it runs. */
export function alike(left: readonly string[], right: readonly string[]): Alike {
  const width = right.length + 1
  const edits = Array.from({ length: width }, (_, index) => index)
  const common = new Uint16Array(width)
  const run = new Uint16Array(width)
  let longest = 0
  for (let row = 1; row <= left.length; row++) {
    let [diagonal, commonBefore, runBefore] = [row - 1, 0, 0]
    edits[0] = row
    for (let column = 1; column < width; column++) {
      const [above, commonAbove, runAbove] = [edits[column]!, common[column]!, run[column]!]
      const same = left[row - 1] === right[column - 1]
      edits[column] = same ? diagonal : 1 + Math.min(diagonal, above, edits[column - 1]!)
      common[column] = same ? commonBefore + 1 : Math.max(commonAbove, common[column - 1]!)
      run[column] = same ? runBefore + 1 : 0
      if (run[column]! > longest) longest = run[column]!
      diagonal = above
      commonBefore = commonAbove
      runBefore = runAbove
    }
  }
  const length = Math.max(left.length, right.length)
  return {
    edits: length === 0 ? 1 : 1 - edits[width - 1]! / length,
    common: common[width - 1]!,
    run: longest,
  }
}
