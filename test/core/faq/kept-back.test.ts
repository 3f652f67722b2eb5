/** Questions written from the list of topics by people who had not seen the entries; nothing is learned from them. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFaq, readQueryFile } from '../../../bots/faq-files.ts'
import { buildCorpus } from '../../../core/faq/corpus.ts'
import { measure } from '../../../core/faq/measure.ts'
import { rank } from '../../../core/faq/rank.ts'
import { WEIGHTS } from '../../../core/faq/weights.ts'
import { homophones, traditional } from '../../support/typos.ts'

const ROOT = join(import.meta.dirname, '../../..')
const corpus = buildCorpus(readFaq(join(ROOT, 'faq')))
const asked = readQueryFile(join(ROOT, 'test/fixtures/faq/kept-back.jsonl'))

const figures = (write: (text: string) => string) =>
  measure(asked.map((one) => ({ asked: one, ranked: rank(corpus, WEIGHTS, write(one.q)) })))
const written = figures((text) => text)

/** Floors somewhat below what was seen; see the README. */
describe('the questions that were kept back', () => {
  it('are 636 in scope, six for each topic, and 200 out of scope', () => {
    const ids = new Set(asked.flatMap(({ id }) => id ?? []))
    expect([written.n, asked.length, ids.size]).toEqual([636, 836, 106])
  })

  it('find their entries, and are hardly ever answered by another one', () => {
    expect(written.top1).toBeGreaterThan(0.97)
    expect(written.recall3).toBeGreaterThan(0.99)
    expect(written.answered).toBeGreaterThan(0.9)
    expect(written.answeredWrong).toBeLessThan(0.015)
  })

  it('are not answered when they are out of scope', () => {
    expect(written.oosNearAnswered).toBeLessThan(0.04)
    expect(written.oosFarAnswered).toBeLessThan(0.03)
  })

  it('find nearly as much in Traditional characters, and with one wrong character', () => {
    expect(figures(traditional).top1).toBeGreaterThan(written.top1 - 0.01)
    expect(figures(homophones(asked.map(({ q }) => q))).top1).toBeGreaterThan(written.top1 - 0.04)
  })
})
