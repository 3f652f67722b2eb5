/** Examples as one table of numbers, in the shape that is quick to learn from. */
import type { Features } from './features.ts'

/** One question whose right answer is known. */
export interface Example {
  readonly features: Features
  /** Positions of the candidates that count as right. */
  readonly right: readonly number[]
  /** Whether “none” counts as right too. */
  readonly noneRight: boolean
  readonly weight: number
}

/** For each example a row a candidate and a last row for “none”. */
export interface Table {
  /** Numbers of a candidate and of “none” side by side; a row has zeros for those of the other kind. */
  readonly width: number
  /** How many of them are a candidate's. */
  readonly wide: number
  /** What each column was multiplied by, so that all are learned at one pace. */
  readonly scale: Float64Array
  readonly cells: Float64Array
  /** Row from which an example begins; one more at the end. */
  readonly begins: Int32Array
  /** 1 for the rows that count as right. */
  readonly wanted: Uint8Array
  readonly weights: Float64Array
}

export function tableOf(all: readonly Example[]): Table {
  const examples = all.filter(({ right, noneRight }) => right.length > 0 || noneRight)
  const wide = Math.max(0, ...examples.map(({ features }) => features.rows[0]?.length ?? 0))
  const width = wide + Math.max(0, ...examples.map(({ features }) => features.none.length))
  const begins = new Int32Array(examples.length + 1)
  examples.forEach(({ features }, index) => {
    begins[index + 1] = begins[index]! + features.rows.length + 1
  })
  const cells = cellsOf(examples, begins, width, wide)
  return {
    width,
    wide,
    scale: scaled(cells, width),
    cells,
    begins,
    wanted: wantedOf(examples, begins),
    weights: Float64Array.from(examples.map(({ weight }) => weight)),
  }
}

function cellsOf(examples: readonly Example[], begins: Int32Array, width: number, wide: number) {
  const cells = new Float64Array(begins[examples.length]! * width)
  examples.forEach(({ features }, index) => {
    const begin = begins[index]!
    features.rows.forEach((row, at) => cells.set(row, (begin + at) * width))
    cells.set(features.none, (begin + features.rows.length) * width + wide)
  })
  return cells
}

function wantedOf(examples: readonly Example[], begins: Int32Array): Uint8Array {
  const wanted = new Uint8Array(begins[examples.length]!)
  examples.forEach(({ right, noneRight }, index) => {
    for (const at of right) wanted[begins[index]! + at] = 1
    if (noneRight) wanted[begins[index + 1]! - 1] = 1
  })
  return wanted
}

/** Multiplies each column so that its mean square is 1; returns by what. */
function scaled(cells: Float64Array, width: number): Float64Array {
  const squares = new Float64Array(width)
  for (let at = 0; at < cells.length; at++) squares[at % width]! += cells[at]! ** 2
  const rows = cells.length / width || 1
  const scale = squares.map((square) => (square > 0 ? Math.sqrt(rows / square) : 1))
  for (let at = 0; at < cells.length; at++) cells[at]! *= scale[at % width]!
  return scale
}
