/** What a puppet tells → our message. */
import { types } from 'wechaty-puppet'
import { describe, expect, it } from 'vitest'
import { decode, instantOf } from '../../../adapters/wechat/decode.ts'

const Kind = types.Message
const me = { id: 'wxid-me', name: '鄂票通 (测试)' }
const NOW = 1_795_000_009_000
const attached = {
  file: () => Promise.resolve(Buffer.from('bytes')),
  url: () => Promise.resolve('https://einvoice.example/1'),
}
const told = (payload: Record<string, unknown>) =>
  decode(
    {
      ...{ id: 'm1', talkerId: 'wxid-1', listenerId: me.id, type: Kind.Text, text: '帮助' },
      ...{ timestamp: 1_795_000_000_000, ...payload },
    } as never,
    attached,
    { me, prefix: '小票', now: NOW },
  )
const inGroup = (text: string, mentionIdList: string[] = [], type: types.Message = Kind.Text) =>
  told({ roomId: 'r@chatroom', text, mentionIdList, type })

describe('a private message', () => {
  it('bears the account and the id in its own, so that it is the same after any restart', async () => {
    expect(await told({})).toEqual({
      id: 'wxid-me:m1',
      from: { channel: 'wechat', conversation: 'wxid-1', user: 'wxid-1', group: false },
      ...{ text: '帮助', addressed: true, at: 1_795_000_000_000 },
    })
  })

  it('over gRPC has empty texts where nothing is', async () => {
    expect((await told({ roomId: '' }))?.from).toMatchObject({
      ...{ conversation: 'wxid-1', group: false },
    })
  })

  it.each(['wxid-me', 'gh_1234', 'weixin', 'fmessage', ''])(
    'of %s is nobody’s',
    async (talkerId) => {
      expect(await told({ talkerId })).toBeUndefined()
    },
  )

  it('keeps no NUL and no half characters', async () => {
    expect((await told({ text: '查\0票\ud800' }))?.text).toBe('查票\ufffd')
  })

  it('that quotes is what is said, and what is quoted where that is a bare verb', async () => {
    const quote = (said: string) => `「张三：42990126 1」\n- - - - - - - - - - - - - - -\n${said}`
    expect((await told({ text: quote('怎么报销') }))?.text).toBe('怎么报销')
    expect((await told({ text: quote('查验') }))?.text).toBe('查验 42990126 1')
    expect((await told({ text: quote('帮我查一下') }))?.text).toBe('帮我查一下 42990126 1')
    expect((await told({ text: '「不是引用」' }))?.text).toBe('「不是引用」')
  })

  it('that quotes the account itself tells what was quoted', async () => {
    const quote = (name: string, said: string) =>
      `「${name}：申请 VR-2026-000001」\n- - - - - - - - - - - - - - -\n${said}`
    const message = await told({ text: quote(me.name, '撤回') })
    expect(message).toMatchObject({ text: '撤回', quoted: '申请 VR-2026-000001' })
    expect(await told({ text: quote('张三', '撤回') })).not.toHaveProperty('quoted')
    expect((await told({ text: quote(me.name, '查验') }))?.text).toBe('查验')
  })

  it('with a picture has it to be read', async () => {
    const message = await told({ type: Kind.Image, text: '' })
    const [file] = message?.files ?? []
    expect(message?.text).toBe('')
    expect(file).toMatchObject({ name: 'image.jpg', type: 'image/jpeg' })
    expect(message?.id.endsWith(file?.ref ?? '?')).toBe(true)
  })
})

describe('a message in a group', () => {
  it.each([
    ['@鄂票通 (测试)\u2005帮助', '帮助'],
    ['帮助 @鄂票通 (测试)', '帮助'],
    ['小票：帮助', '帮助'],
    ['小票帮助', '帮助'],
  ])('"%s" asks for "%s"', async (text, asked) => {
    expect(await inGroup(text)).toMatchObject({ text: asked, addressed: true })
  })

  it('mentions by id, whatever the account is called there', async () => {
    expect(await inGroup('@小鄂\u2005帮助', [me.id])).toMatchObject({
      ...{ text: '帮助', addressed: true, from: { conversation: 'r@chatroom', group: true } },
    })
  })

  it.each(['帮助', '鄂票通 (测试) 帮助', '@鄂票通 (测试)2 帮助', '@所有人 帮助', 'a@鄂票通'])(
    '"%s" is not meant for it',
    async (text) => {
      expect(await inGroup(text)).toMatchObject({ addressed: false })
    },
  )

  it('that replies to what the account said is meant for it, one to somebody else is not', async () => {
    const reply = (name: string, said: string) =>
      inGroup(`「${name}：1. 查票」\n- - - - - - - - - - - - - - -\n${said}`)
    expect(await reply(me.name, '第一个')).toMatchObject({
      ...{ addressed: true, text: '第一个', quoted: '1. 查票' },
    })
    expect(await reply('张三', '第一个')).toMatchObject({ addressed: false })
    expect(await reply(`张三@${me.name}`, '好')).toMatchObject({ addressed: false })
    expect(await reply('张三', `@${me.name} 帮助`)).toMatchObject({ addressed: true, text: '帮助' })
  })

  it('to everybody is to nobody, though everybody is on the list', async () => {
    expect(await inGroup('@所有人 明天停机', [me.id])).toMatchObject({ addressed: false })
  })

  it('without words is not meant for it', async () => {
    expect(await inGroup('', [], Kind.Image)).toMatchObject({ addressed: false })
  })
})

describe('time', () => {
  it('comes in seconds or in milliseconds', () => {
    expect(instantOf(1_795_000_000, NOW)).toBe(1_795_000_000_000)
    expect(instantOf(1_795_000_000_123, NOW)).toBe(1_795_000_000_123)
  })

  it.each([undefined, 0, Number.NaN, -1])('that is %s is now', (timestamp) => {
    expect(instantOf(timestamp, NOW)).toBe(NOW)
  })
})
