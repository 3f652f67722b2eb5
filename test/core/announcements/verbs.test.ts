/** What is heard in a group without a mention is also understood there: else it would go to the FAQ. */
import { describe, expect, it } from 'vitest'
import { isWordOfReading, saysRead } from '../../../core/announcements/verbs.ts'
import { hear } from '../../../core/commands.ts'

const words = ['收到', '已收到', '好的，收到', '都收到', '全部收到', '已阅', '都已读']
const named = ['收到 A-000001', '收到a-1', '收到：A－2']
const tails = [
  '',
  '。',
  '!',
  '！',
  '~',
  '～～',
  '，谢谢',
  ' 谢谢',
  '了',
  '了，谢谢。',
  '谢谢！',
  ' ',
]
const said = [...words, ...named].flatMap((word) => tails.map((tail) => `${word}${tail}`))

describe('收到 without a mention', () => {
  it.each(said)('is heard and understood: “%s”', (text) => {
    expect(saysRead(text)).toBe(true)
    expect(isWordOfReading(text) || hear(text).command === 'received').toBe(true)
  })

  it.each(['收到 2', '收到通知了吗', '收到 A-000001 是什么', '谢谢', '都收到谁的'])(
    'is not heard in “%s”',
    (text) => expect(saysRead(text)).toBe(false),
  )
})
