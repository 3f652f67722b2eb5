/** What puppets and WeChat say, and what we take it for. */
import { describe, expect, it } from 'vitest'
import { channelErrorOf, pauseFor, swallowedBy } from '../../../adapters/wechat/failures.ts'

describe('a note of WeChat in a conversation', () => {
  it.each([
    ['操作过于频繁，可稍后再试。', 'limited'],
    ['您的操作太频繁，请稍后再试', 'limited'],
    ['发送消息过于频繁，请稍后再试。', 'limited'],
    ['消息已发出，但被对方拒收了。', 'refused'],
    [
      '李四开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求，对方验证通过后，才能聊天。',
      'refused',
    ],
    ['你被"张三"移出群聊', 'refused'],
    ['你已被移出群聊', 'refused'],
    ['无法在已退出的群聊中发送消息', 'refused'],
  ])('“%s” says that a message is %s', (note, fault) => {
    expect(swallowedBy(note)).toBe(fault)
  })

  it.each([
    '"操作过于频繁"邀请"李四"加入了群聊',
    '操作频繁邀请"李四"加入了群聊',
    '"张三"修改群名为“消费频率与拒收登记”',
    '"张三"将"李四"移出群聊',
    '你将"被对方拒收"移出了群聊',
    '你已添加了李四，现在可以开始聊天了。',
    `操作过于频繁，${'可稍后再试'.repeat(50)}`,
  ])('“%s” says nothing of the kind', (note) => {
    expect(swallowedBy(note)).toBeUndefined()
  })
})

describe('a send that failed', () => {
  const kindOf = (words: string) => channelErrorOf(new Error(words), 60_000).kind

  it.each([
    '14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1',
    '14 UNAVAILABLE: Name resolution failed for target dns:nobody.invalid:1',
    '16 UNAUTHENTICATED: Invalid Wechaty TOKEN "x"',
    'NO CLIENT',
  ])('with “%s” never left', (words) => {
    expect(kindOf(words)).toBe('unavailable')
  })

  it.each([
    '14 UNAVAILABLE: Connection dropped',
    '14 UNAVAILABLE: read ECONNRESET',
    '13 INTERNAL: Received RST_STREAM with code 2',
    '1 CANCELLED: Cancelled on client',
    '4 DEADLINE_EXCEEDED: Deadline exceeded',
    '2 UNKNOWN: Error: something else',
  ])('with “%s” may have left', (words) => {
    expect(kindOf(words)).toBe('unknown')
  })

  it.each(['消息已发出，但被对方拒收了', '你不是你的好友', 'not in the room'])(
    'with “%s” is not wanted there',
    (words) => {
      expect(kindOf(words)).toBe('blocked')
    },
  )

  it('for speed is left in peace for so long', () => {
    const failure = channelErrorOf(new Error('操作过于频繁'), 120_000)
    expect(failure).toMatchObject({ kind: 'limited', retryAfterMs: 120_000, scope: 'channel' })
  })

  it('is told of in words of our own', () => {
    const failure = channelErrorOf(new Error('could not send "42990126" to 张三'), 0)
    expect(String(failure)).not.toMatch(/42990126|张三/)
  })
})

describe('the silence', () => {
  it('is a minute, and twice as long each time, up to an hour', () => {
    expect([1, 2, 3, 7, 99].map(pauseFor)).toEqual([60_000, 120_000, 240_000, 3_600_000, 3_600_000])
  })
})
