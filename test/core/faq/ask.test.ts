/** Follow-ups: what is searched for, and which of the findings counts. */
import { describe, expect, it } from 'vitest'
import { find } from '../../../core/faq/ask.ts'
import type { Decision } from '../../../core/faq/rank.ts'
import { goesOnFrom, isEnglish, looksLikeQuestion, remarkIn } from '../../../core/faq/words.ts'
import type { Faq } from '../../../core/ports.ts'
import type { FaqDialog } from '../../../core/session.ts'

const answer = (id: string): Decision => ({ kind: 'answer', id })
const suggest: Decision = { kind: 'suggest', ids: ['x'] }
const decline: Decision = { kind: 'decline' }
const BEFORE: FaqDialog = { kind: 'faq', question: '怎么归档', asked: 'q', entry: 'last' }
const FOLLOW = '那纸质的呢？'

/** Finds what it is told to: the follow-up alone, together with the question before, and without the last answer. */
function told(alone: Decision, together: Decision, without: Decision = decline): Faq {
  return {
    find: (text, query) =>
      text === FOLLOW ? alone : query?.without === 'last' ? without : together,
    entry: () => undefined,
    related: () => [],
    newer: () => undefined,
  }
}

describe('a follow-up', () => {
  it.each([
    ['what both mean together', told(answer('a'), answer('b')), answer('b')],
    [
      'what it says itself, when both together only say it again',
      told(answer('a'), answer('last')),
      answer('a'),
    ],
    [
      'what is likeliest after the last answer',
      told(answer('last'), answer('last'), answer('c')),
      answer('c'),
    ],
    ['likely questions, when nothing is sure', told(decline, suggest, suggest), suggest],
    ['nothing, when nothing is found', told(decline, decline), decline],
  ])('finds %s', (_what, faq, expected) => {
    expect(find(faq, FOLLOW, BEFORE).decision).toEqual(expected)
  })

  it('is kept together with the question before, of which the end counts', () => {
    const faq = told(decline, answer('b'))
    expect(find(faq, FOLLOW, BEFORE).question).toBe('怎么归档 那纸质的呢？')
    const long = { ...BEFORE, question: '长'.repeat(200) }
    const { question } = find(faq, FOLLOW, long)
    expect(question).toHaveLength(200)
    expect(question.endsWith(FOLLOW)).toBe(true)
  })

  it('is a question like any other when nothing came before', () => {
    expect(find(told(answer('a'), answer('b')), FOLLOW, undefined)).toEqual({
      ...{ question: FOLLOW, decision: answer('a') },
    })
  })

  it.each([
    '那纸质的呢？',
    '如果丢了',
    '外地的呢',
    'what about paper ones?',
    '那换开以后电子的还有效吗',
  ])('is %s', (text) => expect(goesOnFrom(text)).toBe(true))

  it.each([
    '电子票据怎么归档',
    '那我们单位去年开的那一批捐赠票据现在还能不能冲红',
    'how do I pay',
    '人工',
  ])('is not %s', (text) => expect(goesOnFrom(text)).toBe(false))
})

describe('words by themselves', () => {
  it.each([
    ['谢谢你！', 'thanks'],
    ['好的，谢谢', 'thanks'],
    ['好的谢谢', 'thanks'],
    ['拜拜', 'bye'],
    ['我要转人工', 'human'],
    ['怎么转人工', undefined],
    ['知道了。', 'ok'],
    ['没有解决', 'unsolved'],
    ['有帮助', 'helped'],
    ['能说得更详细一点吗', 'more'],
    ['详细的清单在哪看', undefined],
    ['talk to a person', 'human'],
  ])('%s is the remark %s', (text, remark) => expect(remarkIn(text)).toBe(remark))

  it.each(['8 位代码是什么', '能报销吗', '在哪里', 'How do I pay', '票么样开'])(
    '%s asks',
    (text) => {
      expect(looksLikeQuestion(text)).toBe(true)
    },
  )

  it.each(['赵大川', '江城示范医院', '42990126', '55e8a5', 'Zhang San'])(
    '%s asks nothing',
    (text) => {
      expect(looksLikeQuestion(text)).toBe(false)
    },
  )

  it('tell the language they are in', () => {
    expect(['How do I pay', 'OFD', '怎么用 word excel', '55e8a5'].map(isEnglish)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
