/** Conversations over WeChat, as a puppet plays them. */
import { describe, expect, it } from 'vitest'
import { pauseBetweenLives } from '../../../adapters/wechat/connection.ts'
import type { InboundMessage } from '../../../core/message.ts'
import { until } from '../../support/until.ts'
import { ME, openLoggedIn, openWechat } from './opened.ts'

const RECEIPT = '42990126 0000000001 55e8a5'

describe('in private', () => {
  it('one does all that the assistant can, with numbers for choices', async () => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    expect(await zhang.says('你好')).toMatch(/鄂票通[^]*回复数字选择：\n1\. 查票\n2\. 查验/)
    expect(await zhang.says('第二个')).toContain('请发要查验的票据代码')
    expect(await zhang.says(RECEIPT)).toMatch(/查验成功[^]*江城示范医院/)
    expect(await zhang.says('帮助')).toContain('1. 查票')
    expect(await zhang.says('二')).toContain('请发要查验的票据代码')
    expect(await zhang.says('取消')).toContain('已取消')
    expect(await zhang.says(RECEIPT)).toContain('查到这张票据')
    expect(await zhang.says('完整票据')).toMatch(/http:\/\/127\.0\.0\.1:3000\/r\//)
  })

  it.each(['2', '２', '二', '第二个', '查验'])('"%s" chooses the second', async (words) => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    await zhang.says('帮助')
    expect(await zhang.says(words)).toContain('请发要查验的票据代码')
  })

  it('a number for choices that are no longer shown is asked about', async () => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    await zhang.says('帮助')
    await zhang.says('取消')
    expect(await zhang.says('1')).toContain('没有可以按编号选择')
  })

  it('a session goes on after a restart', async () => {
    const { chat, office, login, world } = await openLoggedIn()
    const zhang = chat('wxid-zhang')
    await zhang.says('查票')
    await office.restart()
    await until(() => world.puppets.length === 2 && world.puppet().state.active() === true)
    await login()
    expect(await zhang.says('42990126')).toContain('还差票据号码')
  })

  it.each([
    ['voice', 2],
    ['a card', 3],
    ['a sticker', 5],
    ['a location', 8],
    ['a red packet', 12],
  ])('%s gets a polite word', async (_what, type) => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    expect(await zhang.says('', { type })).toContain('目前我只能看懂文字')
  })

  it.each([
    ['a file', 1],
    ['a picture', 6],
    ['a video', 15],
  ])('%s that nothing asks for gets a polite word', async (_what, type) => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    expect(await zhang.says('', { type })).toContain('收到了文件，但现在没有要用到它的事')
  })

  it('a link card is read by its address, and never opened', async () => {
    const { chat, world } = await openLoggedIn()
    const url = 'https://www.chinaebill.cn/d?t=1&d=42990126_0000000001_55e8a5_20260302&s=1'
    world.puppet().messageUrl = () => Promise.resolve({ title: '电子票据', url })
    expect(await chat('wxid-zhang').says('', { type: 14 })).toContain('查到这张票据')
  })

  it('a link card that cannot be read gets a polite word', async () => {
    const { chat, world } = await openLoggedIn()
    world.puppet().messageUrl = () => Promise.reject(new Error('no such card'))
    expect(await chat('wxid-zhang').says('', { type: 14 })).toContain('目前我只能看懂文字')
  })

  it('a verb said to a quoted receipt means the receipt', async () => {
    const zhang = (await openLoggedIn()).chat('wxid-zhang')
    const quote = `「张三：${RECEIPT}」\n- - - - - - - - - - - - - - -\n`
    expect(await zhang.says(`${quote}查验`)).toContain('查验成功')
    expect(await zhang.says(`${quote}帮助`)).toContain('您好，我是鄂票通')
  })

  it('a long answer is split at sentences', async () => {
    const { channel, messages } = await openLoggedIn()
    const text = '票据电子化以后，原件以电子文件为准。'.repeat(200)
    const to = { channel: 'wechat', conversation: 'wxid-li', group: false }
    await channel.send(to, { id: 1, text, personal: false })
    const pieces = messages('wxid-li').map((one) => one.text)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join('')).toBe(text)
    for (const piece of pieces) expect(piece.endsWith('。')).toBe(true)
  })
})

describe('in a group', () => {
  it('it answers who mentions it, or begins with its prefix, and is silent otherwise', async () => {
    const { group } = await openLoggedIn()
    const li = group('wxid-li')
    li.bring('今天开会吗')
    li.bring('@所有人 明天开会', [ME.id])
    expect(await li.says(`@${ME.name}\u2005帮助`)).toContain('您好，我是鄂票通')
    expect(await li.says('小票，帮助')).toContain('您好，我是鄂票通')
    expect(await li.says('@票票\u2005帮助', [ME.id])).toContain('您好，我是鄂票通')
    expect(li.heard).toHaveLength(3)
  })

  it('a receipt goes on in private, without one digit of it in the group', async () => {
    const { group, messages } = await openLoggedIn()
    const answer = await group('wxid-li').says(`@${ME.name}\u2005查票 ${RECEIPT}`)
    expect(answer).toContain('请私聊我')
    expect(answer).toContain('先加我为好友（申请里写“票据”）')
    expect(answer).not.toMatch(/\d/)
    await until(() => messages('wxid-li').length === 1)
    expect(messages('wxid-li')[0]?.text).toContain('查到这张票据')
    expect(messages('unit@chatroom')).toHaveLength(1)
  })

  it('who is to become a friend first is told a word that is accepted', async () => {
    const { group } = await openLoggedIn({ friends: { words: ['缴费', '收费'], gapMs: 1 } })
    expect(await group('wxid-li').says('小票 查票')).toContain('申请里写“缴费”')
  })

  it('another member does not get my question', async () => {
    const { group, chat } = await openLoggedIn()
    const li = group('wxid-li')
    await li.says('小票 帮助')
    expect(await group('wxid-zhang').says('小票 2')).toContain('没有可以按编号选择')
    expect(await chat('wxid-zhang').says('2')).toContain('没有可以按编号选择')
  })

  it('a new group is greeted once', async () => {
    const { world, group, messages } = await openLoggedIn()
    const join = {
      ...{ inviteeIdList: [ME.id], inviterId: 'wxid-li', roomId: 'unit@chatroom', timestamp: 1 },
    }
    const others = { ...join, inviteeIdList: ['wxid-zhang'], roomId: 'other@chatroom' }
    const memberIdList = [ME.id, 'wxid-li', 'wxid-zhang']
    world.mocker().createRoom({ id: others.roomId, topic: 'others', memberIdList })
    world.puppet().emit('room-join', others)
    world.puppet().emit('room-join', join)
    await until(() => messages('unit@chatroom').length === 1)
    expect(messages('unit@chatroom')[0]?.text).toContain('大家好，我是鄂票通')
    world.puppet().emit('room-join', join)
    world.puppet().emit('room-join', { ...join, inviteeIdList: ['wxid-zhang'] })
    await group('wxid-li').says('小票 帮助')
    expect(messages('unit@chatroom')).toHaveLength(2)
    expect(messages('other@chatroom')).toEqual([])
  })
})

describe('nobody is answered', () => {
  it('when it is the account itself, a service, or a note of WeChat', async () => {
    const { bring, chat, world } = await openLoggedIn()
    world.mocker().createContact({ id: 'service-1', type: 2 })
    bring({ talkerId: ME.id, listenerId: 'wxid-li', text: '帮助' })
    bring({ talkerId: 'gh_news', listenerId: ME.id, text: '帮助' })
    bring({ talkerId: 'service-1', listenerId: ME.id, text: '帮助' })
    bring({ talkerId: 'wxid-li', listenerId: ME.id, text: '你已添加了李', type: 0 })
    bring({ talkerId: 'wxid-li', listenerId: ME.id, text: 'm1', type: 13 })
    await chat('wxid-zhang').says('帮助')
    expect(world.said.map(({ to }) => to)).toEqual(['wxid-zhang'])
  })

  it('twice for the same message, also after a restart', async () => {
    const { bring, chat, office, login, world, messages } = await openLoggedIn()
    const message = { id: 'same', talkerId: 'wxid-li', listenerId: ME.id, text: '帮助' }
    bring(message)
    bring(message)
    await until(() => messages('wxid-li').length === 1)
    await office.restart()
    await until(() => world.puppets.length === 2 && world.puppet().state.active() === true)
    await login()
    bring(message)
    await chat('wxid-zhang').says('帮助')
    expect(messages('wxid-li')).toHaveLength(1)
  })

  it('more than three times when it answers like a machine', async () => {
    const { chat, bring, messages } = await openLoggedIn()
    const machine = chat('wxid-li')
    for (let turn = 1; turn <= 3; turn++) await machine.says('您好，客服稍后回复您')
    bring({ talkerId: 'wxid-li', listenerId: ME.id, text: '您好，客服稍后回复您' })
    await chat('wxid-zhang').says('帮助')
    expect(messages('wxid-li')).toHaveLength(3)
    expect(await machine.says('帮助')).toContain('鄂票通')
  })
})

describe('what came late', () => {
  it('is listed, and its sender asked once to send it again', async () => {
    const { bring, chat, messages, office } = await openLoggedIn()
    const old = { talkerId: 'wxid-li', listenerId: ME.id, timestamp: Date.now() - 601_000 }
    bring({ ...old, text: '帮助' })
    bring({ ...old, text: '查票' })
    bring({ ...old, text: '查验', timestamp: Math.floor(Date.now() / 1000) - 3600 })
    await until(async () => (await office.store.inbox.count()).setAside === 3)
    await until(() => messages('wxid-li').length === 1)
    expect(messages('wxid-li')[0]?.text).toBe('刚才离线了，请再发一次。')
    expect(await office.store.inbox.listSetAside(9)).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ channel: 'wechat', reason: 'late' })),
    ])
    await office.settle()
    expect(office.sent.map(({ message }) => message.text)).toEqual([
      expect.stringContaining('inbox list --set-aside'),
    ])
    expect(await chat('wxid-li').says('帮助')).toContain('鄂票通')
    expect(messages('wxid-li')).toHaveLength(2)
  })

  it('is asked for in the language that is spoken there', async () => {
    const { bring, chat, messages } = await openLoggedIn()
    await chat('wxid-li').says('English')
    bring({ talkerId: 'wxid-li', listenerId: ME.id, text: 'help', timestamp: Date.now() - 601_000 })
    await until(() => messages('wxid-li').length === 2)
    expect(messages('wxid-li')[1]?.text).toBe('I was offline just now. Please send it again.')
  })

  it('but not too late is answered', async () => {
    const { chat } = await openLoggedIn()
    const answer = await chat('wxid-li').says('帮助', { timestamp: Date.now() - 500_000 })
    expect(answer).toContain('鄂票通')
  })

  it('in a group that did not mean the assistant is nothing', async () => {
    const { bring, chat, office } = await openLoggedIn()
    const timestamp = Date.now() - 700_000
    bring({ talkerId: 'wxid-li', roomId: 'unit@chatroom', text: '早', timestamp })
    await chat('wxid-zhang').says('帮助')
    expect((await office.store.inbox.count()).setAside).toBe(0)
  })
})

describe('what is said in a group without a mention', () => {
  it('is heard, so that a “收到” that is waited for counts, and never as a question', async () => {
    const { bring, channel, world } = await openLoggedIn()
    const heard: InboundMessage[] = []
    await channel.start((message) => Promise.resolve(void heard.push(message)))
    await until(() => world.puppets.length === 2 && world.puppet().state.active() === true)
    world.login()
    await until(() => channel.state().state === 'running')
    for (const talkerId of ['wxid-li', 'wxid-zhang', 'wxid-li', 'wxid-zhang']) {
      bring({ talkerId, roomId: 'unit@chatroom', text: '收到' })
    }
    await until(() => heard.length === 4)
    for (const { addressed, text } of heard) expect([addressed, text]).toEqual([false, '收到'])
  })
})

describe('friend requests', () => {
  it('are accepted when they say what they want, and who became a friend is greeted once', async () => {
    const { world, messages, chat } = await openLoggedIn()
    const accepted: string[] = []
    const puppet = world.puppet()
    puppet.friendshipAccept = (id) => Promise.resolve(void accepted.push(id))
    world.failing.hello = '加一下'
    puppet.emit('friendship', { friendshipId: 'stranger' })
    await chat('wxid-zhang').says('帮助')
    world.failing.hello = '我要查电子票据'
    puppet.emit('friendship', { friendshipId: 'wxid-li' })
    await until(() => accepted.length === 1)
    expect(accepted).toEqual(['wxid-li'])
    puppet.friendshipRawPayload = (id) =>
      Promise.resolve({ id, type: 1, contactId: 'wxid-li', timestamp: 1 })
    for (const id of ['f2', 'f3']) puppet.emit('friendship', { friendshipId: id })
    await until(() => messages('wxid-li').length > 0)
    await chat('wxid-zhang').says('帮助')
    expect(messages('wxid-li').map(({ text }) => text)).toEqual([
      expect.stringContaining('您好，我是鄂票通'),
    ])
  })
})

describe('the connection', () => {
  it('shows each code that is to be scanned, and runs once somebody has', async () => {
    const { world, channel, codes, counts, login } = await openWechat()
    expect(channel.state().state).toBe('starting')
    world.mocker().scan('http://weixin.qq.com/x/1')
    world.mocker().scan('http://weixin.qq.com/x/2')
    world.mocker().scan('http://weixin.qq.com/x/2', 3)
    await login()
    expect(codes).toEqual(['http://weixin.qq.com/x/1', 'http://weixin.qq.com/x/2', undefined])
    expect(counts).toEqual(['scan', 'scan', 'login'])
  })

  it('tells of a logout in the middle, sends nothing meanwhile, and goes on after the next login', async () => {
    const { world, channel, chat, bring, login, troubles, messages } = await openLoggedIn()
    await chat('wxid-li').says('查票')
    bring({ talkerId: 'wxid-li', listenerId: ME.id, text: '42990126' })
    await world.puppet().logout('kicked')
    await until(() => channel.state().state === 'failing')
    expect(troubles).toEqual(['logged-out'])
    await login()
    await until(() => messages('wxid-li').some(({ text }) => text.includes('还差票据号码')))
    expect(await chat('wxid-li').says('0000000001')).toContain('还差校验码')
  })

  it('asks for a login again when it was logged out', async () => {
    const { world, channel, codes, login } = await openLoggedIn()
    await world.puppet().logout('kicked')
    world.mocker().scan('http://weixin.qq.com/x/9')
    await until(() => codes.includes('http://weixin.qq.com/x/9'))
    expect(channel.state().state).toBe('failing')
    await login()
    expect(codes.at(-1)).toBeUndefined()
  })

  it('replaces a puppet that was logged out and asks nobody to log in', async () => {
    const watch = { askEveryMs: 10, silentAfterMs: 60_000, loggedOutAfterMs: 50 }
    const { world, login, chat } = await openLoggedIn({ watch })
    await world.puppet().logout('kicked')
    await until(() => world.puppets.length === 2 && world.puppet().state.active() === true)
    await login()
    expect(await chat('wxid-li').says('帮助')).toContain('鄂票通')
  })

  it('notices a puppet that answers to nothing, and replaces it', async () => {
    const watch = { askEveryMs: 10, silentAfterMs: 150, loggedOutAfterMs: 60_000 }
    const { world, channel, troubles, login, chat } = await openLoggedIn({ watch })
    world.failing.dumb = true
    await until(() => troubles.includes('silent'))
    world.failing.dumb = false
    await until(() => world.puppets.length > 1 && world.puppet().state.active() === true)
    await login()
    expect(channel.state().state).toBe('running')
    expect(await chat('wxid-li').says('帮助')).toContain('鄂票通')
  })

  it('reports a wrong token, which comes only as an error, and keeps trying', async () => {
    const { world, channel, troubles } = await openWechat()
    const invalid = new Error('16 UNAUTHENTICATED: Invalid Wechaty TOKEN "x"')
    world.puppet().emit('error', invalid as never)
    await until(() => troubles.length > 0)
    expect(troubles[0]).toBe('wrong-token')
    await until(() => world.puppets.length > 1)
    expect(channel.state().state).toBe('failing')
  })

  it('waits twice as long after each failure in a row, up to five minutes', () => {
    const pauses = [1, 2, 3, 9, 10, 1000].map((failures) => pauseBetweenLives(failures, 1000))
    expect(pauses).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000])
  })

  it('starts anew again and again, and leaves nothing running', async () => {
    const { world, channel, counts } = await openWechat({ firstPauseMs: 0 })
    const running = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    const lives = async (upTo: number) => {
      for (let life = world.puppets.length; life <= upTo; life++) {
        await until(() => world.puppets.length >= life && world.puppet().state.active() === true)
        world.puppet().emit('error', new Error('14 UNAVAILABLE') as never)
        await until(() => counts.filter((what) => what === 'unreachable').length >= life)
      }
    }
    await lives(5)
    const before = running()
    await lives(40)
    await until(() => running() <= before + 3)
    for (const puppet of world.puppets.slice(0, -1)) expect(puppet.state.active()).toBe(false)
    await channel.stop()
  })
})

describe('sending', () => {
  const to = { channel: 'wechat', conversation: 'wxid-li', group: false }
  const message = { id: 7, text: '好', personal: false }

  it('is silent for longer each time that WeChat says too fast, and tells', async () => {
    let now = Date.now()
    const { channel, world, troubles } = await openLoggedIn({ clock: () => now })
    world.failing.with = new Error('操作过于频繁，请稍后再试')
    const refused = { kind: 'limited', retryAfterMs: 60_000 }
    await expect(channel.send(to, message)).rejects.toMatchObject(refused)
    delete world.failing.with
    await expect(channel.send(to, message)).rejects.toMatchObject(refused)
    now += 60_000
    world.failing.with = new Error('频繁')
    await expect(channel.send(to, message)).rejects.toMatchObject({ retryAfterMs: 120_000 })
    delete world.failing.with
    now += 120_000
    await channel.send(to, message)
    expect(troubles).toEqual(['limited', 'limited'])
  })

  it('is silent for longer, too, when messages leave and WeChat says afterwards that it swallowed them', async () => {
    let now = Date.now()
    const { channel, bring, troubles } = await openLoggedIn({ clock: () => now })
    const note = { talkerId: 'wxid-li', listenerId: ME.id, type: 0, text: '操作过于频繁。' }
    const silentFor = async (ms: number, times: number) => {
      await channel.send(to, message)
      bring({ ...note, timestamp: now })
      bring({ ...note, timestamp: now })
      await until(() => troubles.length === 2 * times)
      const limited = { kind: 'limited', retryAfterMs: ms }
      await expect(channel.send(to, message)).rejects.toMatchObject(limited)
      now += ms
    }
    await silentFor(60_000, 1)
    await silentFor(120_000, 2)
    now += 10 * 60_000
    await silentFor(60_000, 3)
  })

  it('takes a note of WeChat that a message was swallowed for a refusal', async () => {
    const { channel, bring, troubles } = await openLoggedIn()
    bring({
      talkerId: 'wxid-li',
      roomId: 'unit@chatroom',
      type: 0,
      text: '操作过于频繁，可稍后再试。',
    })
    await until(() => troubles.length === 1)
    await expect(channel.send(to, message)).rejects.toMatchObject({ kind: 'limited' })
    bring({ talkerId: 'wxid-li', listenerId: ME.id, type: 0, text: '消息已发出，但被对方拒收了。' })
    await until(() => troubles.length === 2)
    expect(troubles).toEqual(['limited', 'refused'])
  })

  it.each([
    ['消息已发出，但被对方拒收了', 'blocked'],
    ['14 UNAVAILABLE: No connection established', 'unavailable'],
    ['16 UNAUTHENTICATED: Invalid Wechaty TOKEN', 'unavailable'],
    ['something else', 'unknown'],
  ])('failing with "%s" is %s', async (words, kind) => {
    const { channel, world } = await openLoggedIn()
    world.failing.with = new Error(words)
    const failure = await channel.send(to, message).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'ChannelError', kind })
    expect(String(failure)).not.toContain(words)
  })

  it('waits for a login', async () => {
    const { channel } = await openWechat()
    await expect(channel.send(to, message)).rejects.toMatchObject({ kind: 'unavailable' })
  })
})
