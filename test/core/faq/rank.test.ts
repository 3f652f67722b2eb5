/** What the ranker finds for questions it was never shown, and when it keeps silent. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readFaq } from '../../../bots/faq-files.ts'
import { buildCorpus } from '../../../core/faq/corpus.ts'
import { matterOf } from '../../../core/faq/elsewhere/elsewhere.ts'
import { decide, rank } from '../../../core/faq/rank.ts'
import { WEIGHTS } from '../../../core/faq/weights.ts'
import { homophones, traditional } from '../../support/typos.ts'

const ROOT = join(import.meta.dirname, '../../..')
const corpus = buildCorpus(readFaq(join(ROOT, 'faq')))
const best = (text: string) => rank(corpus, WEIGHTS, text).found[0]?.id
const outside = readFileSync(join(ROOT, 'test/fixtures/faq/outside.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ q: z.string(), kind: z.enum(['near', 'far']) }).parse(JSON.parse(line)))

/** Each wording asked with itself left out, written as `write` writes it. */
function top1(write: (text: string) => string): number {
  const asked = corpus.wordings.flatMap(({ entry }, wording) => {
    const { id, elsewhere, wordings } = corpus.entries[entry]!
    const text = wordings[wording - corpus.begins[entry]!]!
    return elsewhere || wording % 3 > 0 || !/\p{Script=Han}/u.test(text)
      ? []
      : [{ id, text, wording }]
  })
  const right = asked.filter(
    ({ id, text, wording }) => rank(corpus, WEIGHTS, write(text), { wording }).found[0]?.id === id,
  )
  return right.length / asked.length
}

describe('the ranker', () => {
  it.each([
    ['学校的学费单子是谁来开给我们家长', 'school-who'],
    ['电子票开出去了还能作废掉不', 'void-can'],
    ['ukey到期了没法签名开票', 'system-ca'],
    ['捐了钱啥时候给票', 'donate-when'],
    ['怎么转到人工客服', 'service-human'],
    ['How do I reach a human agent?', 'service-human'],
  ])('finds for “%s” the entry %s', (text, id) => {
    expect(best(text)).toBe(id)
  })

  it('finds most wordings by the others, in any script, and nearly as many with a wrong character', () => {
    const written = top1((text) => text)
    const texts = corpus.entries.flatMap(({ wordings }) => wordings)
    expect(written).toBeGreaterThan(0.82)
    expect(top1(traditional)).toBeGreaterThan(written - 0.01)
    expect(top1(homophones(texts))).toBeGreaterThan(written - 0.04)
  })

  it('does not answer what is asked elsewhere', () => {
    const answered = (kind: 'near' | 'far') => {
      const asked = outside.filter((one) => one.kind === kind)
      const wrong = asked.filter(({ q }) => decide(rank(corpus, WEIGHTS, q)).kind === 'answer')
      return wrong.length / asked.length
    }
    expect(answered('near')).toBeLessThanOrEqual(0.1)
    expect(answered('far')).toBeLessThanOrEqual(0.03)
  })

  it('names the matter of a question that another office answers', () => {
    const decision = decide(rank(corpus, WEIGHTS, '养老保险要交多少年才能退休'))
    const { elsewhere } = decision.kind === 'decline' ? decision : { elsewhere: undefined }
    expect(elsewhere && matterOf(elsewhere)).toBe('socialSecurity')
  })

  it('lets the role of who asks decide between equals, and nothing else', () => {
    const two = buildCorpus([
      { id: 'for-payers', wordings: ['票据怎么打印'], audience: ['payer'] },
      { id: 'for-units', wordings: ['票据怎么打印'], audience: ['unit'] },
      { id: 'other', wordings: ['捐赠票据能抵税吗'], audience: ['unit'] },
    ])
    const first = (text: string, audience: string) =>
      rank(two, WEIGHTS, text, { audience }).found[0]?.id
    expect(first('票据咋打印', 'payer')).toBe('for-payers')
    expect(first('票据咋打印', 'unit')).toBe('for-units')
    expect(first('捐赠票据能抵税吗', 'payer')).toBe('other')
  })

  it('takes any text and gives probabilities', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.string({
        unit: fc.constantFrom(...'票据作廢么样\u0000\u200b\ud800a1 ？%(['),
        maxLength: 80,
      }),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const { found, elsewhere, none } = rank(corpus, WEIGHTS, text)
        const scores = [none, ...found.map(({ score }) => score), elsewhere?.score ?? 0]
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true)
        expect(found.every(({ score }, at) => score <= (found[at - 1]?.score ?? 1))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('finds nothing in nothing', () => {
    expect(decide(rank(buildCorpus([]), WEIGHTS, '电子票据能作废吗'))).toEqual({ kind: 'decline' })
    expect(rank(corpus, WEIGHTS, '').found).toEqual([])
  })
})
