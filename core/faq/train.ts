/** Learns the ranker's weights: a softmax over candidates and “none”, by gradient descent from zero; the same data give the same weights. */
import type { Model } from './rank.ts'
import { type Example, type Table, tableOf } from './table.ts'

export interface TrainOptions {
  readonly steps?: number
  /** Pull of the weights towards zero, in units of the mean loss. */
  readonly pull?: number
}

const RATE = 0.1
const [KEEP_FIRST, KEEP_SECOND] = [0.9, 0.99]

/** Minimises the mean log loss with Adam over all examples at once. Examples with no right answer are left out. */
export function train(examples: readonly Example[], options: TrainOptions = {}): Model {
  const { steps = 160, pull = 0.001 } = options
  const table = tableOf(examples)
  const size = table.width
  const weights = new Float64Array(size)
  const [momentum, square] = [new Float64Array(size), new Float64Array(size)]
  const total = table.weights.reduce((sum, weight) => sum + weight, 0) || 1
  for (let step = 1; step <= steps; step++) {
    const slope = slopeOf(table, weights)
    const rate = RATE * Math.min(1, (2 * (steps - step)) / steps)
    for (let index = 0; index < size; index++) {
      const by = slope[index]! / total + pull * weights[index]!
      momentum[index] = KEEP_FIRST * momentum[index]! + (1 - KEEP_FIRST) * by
      square[index] = KEEP_SECOND * square[index]! + (1 - KEEP_SECOND) * by * by
      const first = momentum[index]! / (1 - KEEP_FIRST ** step)
      const second = square[index]! / (1 - KEEP_SECOND ** step)
      weights[index]! -= (rate * first) / (Math.sqrt(second) + 1e-8)
    }
  }
  return learned(table, weights)
}

function learned({ width, wide, scale }: Table, weights: Float64Array): Model {
  const found = Array.from(weights, (weight, at) => rounded(weight * scale[at]!))
  return { numbers: found.slice(0, wide), none: found.slice(wide, width) }
}

/** Sum over the examples of weight × (what the model believes − what it should) × numbers. */
function slopeOf(table: Table, weights: Float64Array): Float64Array {
  const { begins, wanted } = table
  const slope = new Float64Array(weights.length)
  for (let example = 0; example < table.weights.length; example++) {
    const [from, to] = [begins[example]!, begins[example + 1]!]
    const believed = beliefs(table, weights, from, to)
    let mass = 1e-12
    for (let row = from; row < to; row++) mass += wanted[row]! * believed[row - from]!
    for (let row = from; row < to; row++) {
      const belief = believed[row - from]!
      const off = table.weights[example]! * (belief - (wanted[row] === 1 ? belief / mass : 0))
      if (Math.abs(off) > 1e-6) addRow(table, slope, row, row === to - 1, off)
    }
  }
  return slope
}

function addRow(table: Table, slope: Float64Array, row: number, isNone: boolean, by: number) {
  const { width, wide, cells } = table
  const [from, to] = isNone ? [wide, width] : [0, wide]
  const start = row * width
  for (let index = from; index < to; index++) slope[index]! += by * cells[start + index]!
}

/** Softmax of the rows. */
function beliefs(table: Table, weights: Float64Array, first: number, end: number): Float64Array {
  const believed = new Float64Array(end - first)
  let highest = -Infinity
  for (let row = first; row < end; row++) {
    const height = heightOf(table, weights, row, row === end - 1)
    believed[row - first] = height
    if (height > highest) highest = height
  }
  let total = 0
  for (let at = 0; at < believed.length; at++) {
    believed[at] = Math.exp(believed[at]! - highest)
    total += believed[at]!
  }
  for (let at = 0; at < believed.length; at++) believed[at]! /= total
  return believed
}

function heightOf(table: Table, weights: Float64Array, row: number, isNone: boolean): number {
  const { width, wide, cells } = table
  const [from, to] = isNone ? [wide, width] : [0, wide]
  const start = row * width
  let height = 0
  for (let index = from; index < to; index++) height += weights[index]! * cells[start + index]!
  return height
}

function rounded(weight: number): number {
  return Number(weight.toPrecision(4))
}
