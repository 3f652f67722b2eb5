/** Gaps: what was not answered, together with what means the same. */
import { describe, expect, it } from 'vitest'
import { draftOf } from '../../../core/faq/draft.ts'
import { parseEntry } from '../../../core/faq/entry.ts'
import { gapsOf } from '../../../core/faq/gaps.ts'
import type { AskedQuestion } from '../../../core/faq/kept.ts'

const known = [
  '电子票据怎么查验',
  '电子票据能作废吗',
  '怎么领用财政票据',
  '怎么开票',
  '票据怎么归档',
  '票怎么报销',
]
let count = 0
const ask = (text: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  ...{ id: `${++count}`, at: count, person: 'p1', locale: 'zh-CN', text, outcome: 'declined' },
  ...more,
})

describe('gaps', () => {
  it('are grouped by meaning, the most frequent first', () => {
    const gaps = gapsOf(
      [
        ask('食堂几点开饭'),
        ask('门诊票据能邮寄到家吗'),
        ask('门诊的票据可以邮寄到家里吗', {
          person: 'p2',
          outcome: 'unsolved',
          entry: 'fetch-how',
        }),
        ask('门诊票据能邮寄到家吗？', { person: 'p3' }),
      ],
      known,
    )
    expect(gaps).toHaveLength(2)
    expect(gaps[0]).toEqual({
      question: '门诊票据能邮寄到家吗',
      ...{ count: 3, people: 3, entries: ['fetch-how'] },
      outcomes: { declined: 2, unsolved: 1 },
      wordings: ['门诊票据能邮寄到家吗', '门诊的票据可以邮寄到家里吗'],
    })
    expect(gaps[1]).toMatchObject({ question: '食堂几点开饭', count: 1 })
  })

  it('are none when nothing was left unanswered, and one for a text without words', () => {
    expect(gapsOf([], known)).toEqual([])
    expect(gapsOf([ask('〔号码〕')], [])).toMatchObject([{ question: '〔号码〕', count: 1 }])
  })

  it('do not depend on the order in which they were asked', () => {
    const asked = ['邮寄票据吗', '食堂几点开饭', '可以邮寄票据吗', '停车场在哪'].map((text) =>
      ask(text),
    )
    expect(gapsOf(asked.toReversed(), known)).toEqual(gapsOf(asked, known))
  })
})

describe('the draft of a gap', () => {
  const [gap] = gapsOf([ask('能邮寄吗'), ask('能邮寄吗'), ask('能"邮寄"吗: # - {x}，包邮吗')], [])
  const draft = draftOf(gap!, '2026-11-23')

  it('is refused as an entry as long as it has no basis and no answer', () => {
    const parsed = parseEntry(draft.text, draft.file)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.problems.map(({ why }) => why).join()).toMatch(/basis[^]*答案/)
  })

  it('is an entry once they are written, with all that was asked', () => {
    const text = draft.text.replace('basis:', 'basis: 示例').concat('\n可以。\n')
    const parsed = parseEntry(text, draft.file)
    expect(parsed).toMatchObject({
      ok: true,
      entry: { question: gap!.question, similar: gap!.wordings.slice(1), reviewed: false },
    })
  })
})
