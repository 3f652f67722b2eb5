/** Learns the ranker's weights: a softmax over candidates and “none”, by gradient descent from zero; the same data give the same weights. */
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

export interface Learned {
  readonly features: number[]
  readonly none: number[]
}

export interface TrainOptions {
  readonly steps?: number
  /** Pull of the weights towards zero, in units of the mean loss. */
  readonly pull?: number
}

const RATE = 0.05
const [KEEP_FIRST, KEEP_SECOND] = [0.9, 0.995]

/** Minimises the mean log loss with Adam over all examples at once. Examples with no right answer are left out. */
export function train(examples: readonly Example[], options: TrainOptions = {}): Learned {
  const { steps = 400, pull = 0.0003 } = options
  const usable = examples.filter(({ right, noneRight }) => right.length > 0 || noneRight)
  const wide = Math.max(0, ...usable.map(({ features }) => features.rows[0]?.length ?? 0))
  const narrow = usable[0]?.features.none.length ?? 0
  const scale = spread(usable, wide, narrow)
  const weights = new Float64Array(wide + narrow)
  const [momentum, square] = [new Float64Array(weights.length), new Float64Array(weights.length)]
  const total = usable.reduce((sum, { weight }) => sum + weight, 0) || 1
  for (let step = 1; step <= steps; step++) {
    const slope = weights.map((weight) => pull * weight * total)
    for (const example of usable) addSlope(example, weights, scale, wide, slope)
    const rate = RATE * Math.min(1, (2 * (steps - step)) / steps)
    for (let index = 0; index < weights.length; index++) {
      const by = slope[index]! / total
      momentum[index] = KEEP_FIRST * momentum[index]! + (1 - KEEP_FIRST) * by
      square[index] = KEEP_SECOND * square[index]! + (1 - KEEP_SECOND) * by * by
      const first = momentum[index]! / (1 - KEEP_FIRST ** step)
      const second = square[index]! / (1 - KEEP_SECOND ** step)
      weights[index]! -= (rate * first) / (Math.sqrt(second) + 1e-8)
    }
  }
  const found = Array.from(weights, (weight, index) => rounded(weight / scale[index]!))
  return { features: found.slice(0, wide), none: found.slice(wide) }
}

/** Standard deviation of each number, so that all are learned at one pace. */
function spread(examples: readonly Example[], wide: number, narrow: number): Float64Array {
  const [sums, squares] = [new Float64Array(wide + narrow), new Float64Array(wide + narrow)]
  let [rows, count] = [0, 0]
  const take = (value: number, at: number) => {
    sums[at]! += value
    squares[at]! += value * value
  }
  for (const { features } of examples) {
    for (const row of features.rows) row.forEach(take)
    features.none.forEach((value, index) => take(value, wide + index))
    rows += features.rows.length
    count++
  }
  return sums.map((sum, index) => {
    const size = (index < wide ? rows : count) || 1
    return Math.sqrt(Math.max(0, squares[index]! / size - (sum / size) ** 2)) || 1
  })
}

/** Adds weight × (what the model believes − what it should) × features. */
function addSlope(
  { features, right, noneRight, weight }: Example,
  weights: Float64Array,
  scale: Float64Array,
  wide: number,
  slope: Float64Array,
): void {
  const all = [...features.rows, features.none]
  const logits = all.map((row, at) => scaledDot(row, weights, scale, startOf(at, all, wide)))
  const believed = softmax(logits)
  const wanted = new Set(noneRight ? [...right, all.length - 1] : right)
  const mass = [...wanted].reduce((sum, at) => sum + believed[at]!, 0) || 1e-12
  all.forEach((row, at) => {
    const off = weight * (believed[at]! - (wanted.has(at) ? believed[at]! / mass : 0))
    if (Math.abs(off) < 1e-9) return
    const start = startOf(at, all, wide)
    for (let index = 0; index < row.length; index++) {
      slope[start + index]! += (off * row[index]!) / scale[start + index]!
    }
  })
}

/** The last row is that of “none”, whose weights stand after those of the candidates. */
function startOf(at: number, all: readonly unknown[], wide: number): number {
  return at === all.length - 1 ? wide : 0
}

function scaledDot(
  row: Float64Array,
  weights: Float64Array,
  scale: Float64Array,
  start: number,
): number {
  let sum = 0
  for (let index = 0; index < row.length; index++) {
    sum += (row[index]! * weights[start + index]!) / scale[start + index]!
  }
  return sum
}

function softmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits)
  const parts = logits.map((logit) => Math.exp(logit - highest))
  const total = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => part / total)
}

function rounded(weight: number): number {
  return Number(weight.toPrecision(5))
}
