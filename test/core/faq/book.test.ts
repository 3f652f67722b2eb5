/** A book is made in small steps, so that nobody waits for all of it; whoever asks before it is done gets it whole. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEntryFolder } from '../../../adapters/faq-files/folder.ts'
import { beginBook } from '../../../core/faq/book.ts'
import { WEIGHTS } from '../../../core/faq/weights.ts'

const QUESTIONS = [
  '电子票据丢了怎么办',
  '怎么查验真伪',
  '今天天气怎么样',
  'how do i verify a receipt',
]
const { entries } = await createEntryFolder(join(import.meta.dirname, '../../../faq')).read()

describe('the FAQ as a book', () => {
  it('comes out the same in steps, all at once, and asked for in the middle', () => {
    const [inSteps, atOnce, asked] = [0, 1, 2].map(() => beginBook(entries, WEIGHTS))
    let steps = 1
    while (!inSteps?.step()) steps++
    for (let step = 0; step < steps / 2; step++) expect(asked?.step()).toBe(false)
    // No step has more than fifty wordings in it, and there are thousands.
    expect(steps).toBeGreaterThan(50)
    const [one, ...others] = [inSteps, atOnce, asked].map((book) =>
      QUESTIONS.map((question) => book?.finish().find(question)),
    )
    expect(one?.[0]).toMatchObject({ kind: 'answer' })
    for (const other of others) expect(other).toEqual(one)
    expect(asked?.step()).toBe(true)
  })
})
