/** Conversations through the official account, as its followers have them. */
import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../../core/errors.ts'
import type { ReceiptPlatform, SendableMessage } from '../../../core/ports.ts'
import { holdLongWaits } from '../../support/long-waits.ts'
import { until } from '../../support/until.ts'
import { callOf, openAccount } from './opened.ts'

const RECEIPT = '42990126 0000000001 55e8a5'
const message = (id: number, text: string): SendableMessage => ({ id, text, personal: true })
const to = { channel: 'wechat-official', conversation: 'o-user-1', group: false }

describe('a conversation', () => {
  it('goes on in the callbacks, by numbers and words', async () => {
    const { says, api } = await openAccount()
    const help = await says({ text: '你好' })
    expect(help.text).toMatch(/鄂票通[^]*回复数字选择：\n1\. 查票\n2\. 查验/)
    expect((await says({ text: '２' })).text).toContain('请发要查验的票据代码')
    expect((await says({ text: RECEIPT })).text).toMatch(/查验成功[^]*江城示范医院/)
    const card = await says({ text: RECEIPT })
    expect(card.text).toMatch(/金额（元）：/)
    const full = await says({ text: '完整票据' })
    expect(full.text).toMatch(/打开完整票据：\nhttp:\/\/127\.0\.0\.1:3000\/r\//)
    expect(api.sent).toEqual([])
  })

  it('asks about a number of choices that are no longer shown', async () => {
    const { says } = await openAccount()
    await says({ text: '帮助' })
    await says({ text: '取消' })
    expect((await says({ text: '1' })).text).toContain('没有可以按编号选择')
  })

  it('greets who follows, takes presses of the menu and what was scanned, and lets the rest be', async () => {
    const { says } = await openAccount()
    const event = (fields: Record<string, string>) =>
      says({ fields: { MsgType: 'event', Content: '', MsgId: '', ...fields } })
    expect((await event({ Event: 'subscribe', EventKey: '' })).text).toContain('您好，我是鄂票通')
    expect((await event({ Event: 'CLICK', EventKey: '隐私' })).text).toContain('最多保留 7 天')
    const lone = await event({ Event: 'unsubscribe', EventKey: '' })
    expect(lone).toEqual({ status: 200, body: 'success', text: undefined })
    expect((await event({ Event: 'VIEW', EventKey: 'http://x' })).body).toBe('success')
  })

  it('looks up what was scanned from the menu', async () => {
    const { post } = await openAccount()
    const call = callOf({
      fields: { MsgType: 'event', Event: 'scancode_waitmsg', EventKey: 'scan' },
    })
    const scan =
      '<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[https://www.chinaebill.cn/d?d=42990126_0000000001_55e8a5_20260302&s=1]]></ScanResult></ScanCodeInfo></xml>'
    const { text } = await post({ ...call, payload: call.payload.replace('</xml>', scan) })
    expect(text).toContain('查到这张票据')
  })

  it('has a polite word for a picture that nothing asks for', async () => {
    const { says } = await openAccount()
    const { text } = await says({ fields: { MsgType: 'image', Content: '', MediaId: 'm1' } })
    expect(text).toContain('收到了文件，但现在没有要用到它的事')
  })

  it.each(['voice', 'video', 'location', 'link'])(
    'has a polite word for what comes as %s',
    async (MsgType) => {
      const { says } = await openAccount()
      const { text } = await says({ fields: { MsgType, Content: '', MediaId: 'm1' } })
      expect(text).toContain('目前我只能看懂文字')
    },
  )

  it('goes on after a restart', async () => {
    const { says, office } = await openAccount()
    await says({ text: '查票' })
    await office.restart()
    expect((await says({ text: '42990126' })).text).toContain('还差票据号码')
  })

  it('keeps what is typed as it is, also a definition of XML', async () => {
    const { says } = await openAccount()
    const { status, text } = await says({ text: '<!DOCTYPE x> ]]> <xml>&amp;' })
    expect(status).toBe(200)
    expect(text).not.toBe('')
    expect(text).not.toMatch(/没有处理成功|could not be handled/)
  })
})

describe('an answer that takes long', () => {
  it('of a platform that takes 20 s is "success" after 4.5 s, and comes once, later', async () => {
    const account = await openAccount()
    const { api, office } = account
    const sandbox = office.platform.current
    const time = holdLongWaits()
    let lookups = 0
    const find: ReceiptPlatform['find'] = async (reference) => {
      lookups += 1
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      return sandbox.find(reference)
    }
    office.platform.current = { ...sandbox, find }
    let answer: string | undefined
    const answering = account.says({ text: RECEIPT }).then(({ body }) => (answer = body))
    await until(() => lookups === 1 && time.waiting >= 2)
    expect((await office.store.inbox.count()).pending).toBe(1)
    time.advance(2000)
    await office.store.inbox.count()
    expect(answer).toBeUndefined()
    time.advance(2500)
    expect(await answering).toBe('success')
    time.advance(15_400)
    await office.store.inbox.count()
    expect(api.sent).toEqual([])
    expect((await office.store.inbox.count()).pending).toBe(1)
    time.advance(100)
    await until(() => api.sent.length > 0)
    expect(api.sent[0]).toMatchObject({ user: 'o-user-1' })
    expect(api.sent[0]?.text).toContain('查到这张票据')
    await office.settle()
    expect(api.sent).toHaveLength(1)
  })

  it('is sent by the API when the callback broke off', async () => {
    const { channel, api } = await openAccount()
    const leave = new AbortController()
    const fields = new Map(
      Object.entries({ FromUserName: 'o-user-1', CreateTime: '1', MsgType: 'text', MsgId: '1' }),
    )
    leave.abort()
    await channel.take(fields, { patienceMs: () => 4500, leave: leave.signal })
    await until(() => api.sent.length === 1)
  })

  it('is sent by the API when it was handed over and did not go out whole', async () => {
    const { channel, api } = await openAccount()
    const fields = new Map(
      Object.entries({ FromUserName: 'o-user-1', CreateTime: '1', MsgType: 'text', MsgId: '1' }),
    )
    const leave = new AbortController().signal
    const handover = await channel.take(fields, { patienceMs: () => 4500, leave })
    expect(api.sent).toEqual([])
    handover?.left(false)
    await until(() => api.sent.length === 1)
    expect(api.sent[0]?.text).toBe(handover?.text)
  })

  it('is cut at sentences when it is too long for one message, and each piece is sent once', async () => {
    const { channel, api } = await openAccount()
    const sentence = '票据电子化以后，原件以电子文件为准。'
    const text = sentence.repeat(100)
    api.refuse('/cgi-bin/message/custom/send', 0, -1)
    await expect(channel.send(to, message(1, text))).rejects.toThrow('WeChat answered -1')
    await channel.send(to, message(1, text))
    expect(api.sent.map((one) => one.text).join('')).toBe(text)
    for (const one of api.sent) {
      expect(Buffer.byteLength(one.text)).toBeLessThanOrEqual(2048)
      expect(one.text.endsWith('。')).toBe(true)
    }
  })
})

describe('repeats', () => {
  it('of 1,000 messages, three deliveries each, side by side, get 1,000 answers', async () => {
    const { says, api, office } = await openAccount()
    const time = Math.floor(Date.now() / 1000)
    const all = Array.from({ length: 3000 }, (_, index) =>
      says({ text: '取消', user: `o-${index % 1000}`, id: String(index % 1000), time }),
    )
    const answers = await Promise.all(all)
    await office.settle()
    for (const { status } of answers) expect(status).toBe(200)
    const passive = answers.filter(({ text }) => text !== undefined).length
    expect(passive + api.sent.length).toBe(1000)
  })

  it('one after the other have one effect', async () => {
    const { says, api } = await openAccount()
    const said = { text: '帮助', id: '1', time: Math.floor(Date.now() / 1000) }
    const answers = [await says(said), await says(said), await says(said)]
    expect(answers.map(({ text }) => text !== undefined)).toEqual([true, false, false])
    expect(answers.map(({ body }) => body).slice(1)).toEqual(['success', 'success'])
    expect(api.sent).toEqual([])
  })

  it('of what was answered do not wait for an answer', async () => {
    const { channel } = await openAccount()
    const fields = new Map(
      Object.entries({ FromUserName: 'o-user-1', CreateTime: '1', MsgType: 'text', MsgId: '1' }),
    )
    const patient = { patienceMs: () => 3_600_000, leave: new AbortController().signal }
    const handover = await channel.take(fields, patient)
    handover?.left(true)
    expect(handover?.text).toBeDefined()
    expect(await channel.take(fields, patient)).toBeUndefined()
  })

  it('are answered on the newest delivery', async () => {
    const { says, office } = await openAccount()
    const { platform } = office
    const sandbox = platform.current
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    platform.current = { ...sandbox, find: (one) => held.then(() => sandbox.find(one)) }
    const said = { text: RECEIPT, id: '1', time: Math.floor(Date.now() / 1000) }
    const first = says(said)
    await until(async () => (await office.store.inbox.count()).pending === 1)
    const second = says(said)
    expect((await first).body).toBe('success')
    release()
    expect((await second).text).toContain('查到这张票据')
  })

  it('of a MsgId by 1,000 people in the same second are no repeats', async () => {
    const { says, api, office } = await openAccount()
    const time = Math.floor(Date.now() / 1000)
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        says({ text: '取消', user: `o-${index}`, id: '23', time }),
      ),
    )
    await office.settle()
    const passive = answers.filter(({ text }) => text !== undefined).length
    expect(passive + api.sent.length).toBe(1000)
    const late = new Set(api.sent.map(({ user }) => user))
    expect(late.size).toBe(api.sent.length)
  })

  it('of an event are known by person, second, event and key', async () => {
    const { says } = await openAccount()
    const time = Math.floor(Date.now() / 1000)
    const press = (EventKey: string, at = time) =>
      says({ time: at, fields: { MsgType: 'event', Event: 'CLICK', EventKey, MsgId: '' } })
    expect((await press('帮助')).text).toBeDefined()
    expect((await press('帮助')).text).toBeUndefined()
    expect((await press('隐私')).text).toBeDefined()
    expect((await press('帮助', time + 1)).text).toBeDefined()
  })
})

describe('the server of WeChat', () => {
  it('is asked for one token, whoever needs it, and gets the menu', async () => {
    const { api, channel } = await openAccount()
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => channel.send(to, message(index, '好'))),
    )
    await until(() => channel.state().state === 'running' && api.menus.length === 1)
    expect(api.tokens()).toBe(1)
    expect(JSON.stringify(api.menus)).toMatch(/扫码查票.*查验.*帮助/)
  })

  it('gets a new token when the old one is over, once for all who notice', async () => {
    const { api, channel } = await openAccount()
    await until(() => api.menus.length === 1)
    api.expireTokens()
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => channel.send(to, message(index, '好'))),
    )
    expect(api.tokens()).toBe(2)
    expect(api.sent).toHaveLength(20)
  })

  it.each([
    [45009, 'limited', 60_000],
    [45011, 'limited', 60_000],
    [45015, 'blocked', undefined],
    [45047, 'blocked', undefined],
    [43004, 'blocked', undefined],
    [48002, 'blocked', undefined],
    [50005, 'blocked', undefined],
    [48001, 'unavailable', undefined],
    [-1, 'unavailable', undefined],
    [40130, 'refused', undefined],
  ])('answering %i means %s', async (code, kind, retryAfterMs) => {
    const { api, channel } = await openAccount()
    api.refuse('/cgi-bin/message/custom/send', code)
    const failure = await channel.send(to, message(1, '好')).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ChannelError)
    expect(failure).toMatchObject({ kind, retryAfterMs })
    expect(String(failure)).not.toContain('token')
  })

  it('that knows no token twice is a matter for later', async () => {
    const { api, channel } = await openAccount()
    api.refuse('/cgi-bin/message/custom/send', 40001, 40001)
    await expect(channel.send(to, message(1, '好'))).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it.each(['cut', 'proxy'] as const)(
    'of which no answer comes back (%s) may have sent the message',
    async (how) => {
      const { api, channel } = await openAccount()
      api.breakOff('/cgi-bin/message/custom/send', how)
      await expect(channel.send(to, message(1, '好'))).rejects.toMatchObject({ kind: 'unknown' })
      expect(api.sent).toHaveLength(1)
      await channel.send(to, message(1, '好'))
      expect(api.sent).toHaveLength(2)
    },
  )

  it.each(['cut', 'proxy'] as const)(
    'that gives no token (%s) has surely not sent the message',
    async (how) => {
      const { api, channel } = await openAccount()
      await until(() => api.menus.length === 1)
      api.expireTokens()
      api.breakOff('/cgi-bin/token', how)
      const unsent = { name: 'ChannelError', kind: 'unavailable' }
      await expect(channel.send(to, message(1, '好'))).rejects.toMatchObject(unsent)
      expect(api.sent).toEqual([])
    },
  )

  it('behind a proxy that fails hands out no picture', async () => {
    const { api, channel } = await openAccount()
    api.media.set('media-1', Buffer.from('picture'))
    api.breakOff('/cgi-bin/media/get', 'proxy')
    const picture = { name: 'image.jpg', type: 'image/jpeg', ref: 'media-1' }
    await expect(channel.fetch?.(picture)).rejects.toMatchObject({ name: 'ChannelError' })
  })

  it('that cannot be reached leaves the message unsent', async () => {
    const { api, channel } = await openAccount()
    await until(() => api.menus.length === 1)
    await api.close()
    await expect(channel.send(to, message(1, '好'))).rejects.toBeInstanceOf(ChannelError)
    await expect(channel.send(to, message(1, '好'))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(channel.state().state).toBe('failing')
  })

  it('that refuses the secret makes the channel failing; callbacks are answered all the same', async () => {
    const { channel, says } = await openAccount({ appSecret: 'wrong' })
    await until(() => channel.state().state === 'failing')
    expect((await says({ text: '帮助' })).text).toContain('鄂票通')
  })
})
