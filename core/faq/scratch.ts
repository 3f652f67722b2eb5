/**
 * The arrays in which a question's numbers are worked out, used again by the next: made anew for each, they would keep
 * the garbage collector busy for longer than the ranking takes. A question is ranked without a pause, so no two meet here.
 */
import type { FieldName } from './analyse.ts'

/** For each entry, by its index; good until the next question. */
export interface Whole {
  /** Sum of the idf of the question's parts that stand in a wording of the entry. */
  readonly covered: Float64Array
  /** The same, but a part counts the more the more of the wordings have it. */
  readonly deep: Float64Array
  /** Logarithm of how much likelier the entry is asked with these parts than without them. */
  readonly gained: Float64Array
}

export interface Scratch {
  /** By wording. */
  readonly scores: Readonly<Record<FieldName, Float32Array>>
  /** By part. */
  readonly marks: Readonly<Record<FieldName, Uint8Array>>
  /** By entry. */
  readonly best: Float32Array
  readonly nearest: Int32Array
  readonly wholes: Readonly<Record<FieldName, Whole>>
  readonly texts: Float64Array
}

export function scratchOf(
  entries: number,
  wordings: number,
  parts: Readonly<Record<FieldName, number>>,
): Scratch {
  const each = <T>(make: (name: FieldName) => T): Record<FieldName, T> => ({
    ...{ said: make('said'), written: make('written') },
    ...{ heard: make('heard'), meant: make('meant') },
  })
  const numbers = () => new Float64Array(entries)
  return {
    scores: each(() => new Float32Array(wordings)),
    marks: each((name) => new Uint8Array(parts[name])),
    best: new Float32Array(entries),
    nearest: new Int32Array(entries),
    wholes: each(() => ({ covered: numbers(), deep: numbers(), gained: numbers() })),
    texts: numbers(),
  }
}
