/** Files, quotations and mentions over WeChat, as a puppet carries them. */
import { Readable } from 'node:stream'
import { FileBox } from 'file-box'
import { describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../../core/message.ts'
import type { SendableFile, SendableMessage } from '../../../core/ports.ts'
import { chunks } from '../../support/memory-files.ts'
import { until } from '../../support/until.ts'
import { ME, openLoggedIn } from './opened.ts'

const PDF = Buffer.from('%PDF-1.7 of nobody')
const PERSON = { channel: 'wechat', conversation: 'wxid-li', group: false }
const GROUP = { channel: 'wechat', conversation: 'unit@chatroom', group: true }

const file: SendableFile = {
  ...{ name: '通知.pdf', type: 'pdf', size: PDF.length },
  read: () => Promise.resolve(chunks(PDF)),
}
const message: SendableMessage = { id: 7, text: '通知全文见附件', personal: false, files: [file] }

describe('what comes in', () => {
  async function listening() {
    const opened = await openLoggedIn()
    const seen: InboundMessage[] = []
    await opened.channel.start((one) => {
      seen.push(one)
      return Promise.resolve()
    })
    const { world, channel } = opened
    await until(() => world.puppets.length === 2 && world.puppet().state.active() === true)
    world.login()
    await until(() => channel.state().state === 'running')
    return { ...opened, seen }
  }

  it.each([
    ['a file', 1, 'fapiao.pdf'],
    ['a picture', 6, 'image.jpg'],
  ])('%s is read only when it is asked for', async (_what, type, name) => {
    const { channel, world, bring, seen } = await listening()
    const id = bring({ talkerId: 'wxid-li', listenerId: ME.id, type, filename: name })
    world
      .mocker()
      .cacheFileBoxPayload.set(id, FileBox.fromBase64(PDF.toString('base64'), name).toJSON())
    await until(() => seen.length === 1)
    expect(seen[0]).toMatchObject({ text: '', files: [{ name }] })
    const [sent] = seen[0]?.files ?? []
    if (!sent) throw new Error('no file came')
    const parts: Uint8Array[] = []
    for await (const part of (await channel.fetch?.(sent)) ?? []) parts.push(part)
    expect(Buffer.concat(parts)).toEqual(PDF)
  })

  it('a file that the puppet has no more, or breaks off in, is not to be had now', async () => {
    const { channel, world } = await listening()
    const wanted = { name: 'x.pdf', type: '', ref: 'unknown' }
    const unavailable = { name: 'ChannelError', kind: 'unavailable' }
    await expect(channel.fetch?.(wanted)).rejects.toMatchObject(unavailable)
    world.puppet().messageFile = () => Promise.resolve(FileBox.fromStream(broken(), 'x.pdf'))
    const content = await channel.fetch?.(wanted)
    const reading = async () => {
      for await (const part of content ?? []) expect(part.length).toBeGreaterThan(0)
    }
    await expect(reading()).rejects.toMatchObject(unavailable)
  })
})

async function* pieces(): AsyncGenerator<Buffer> {
  await Promise.resolve()
  yield Buffer.from('half')
  throw new Error('14 UNAVAILABLE')
}
const broken = () => Readable.from(pieces())

describe('what goes out', () => {
  it('is the text, and then the file under its name', async () => {
    const { channel, messages } = await openLoggedIn()
    await channel.send(PERSON, message)
    expect(messages('wxid-li')).toEqual([
      { to: 'wxid-li', text: '通知全文见附件' },
      { to: 'wxid-li', text: '通知.pdf', file: PDF },
    ])
  })

  it('says its text once, whatever becomes of the file', async () => {
    const { channel, world, messages } = await openLoggedIn()
    world.failing.withFiles = new Error('14 UNAVAILABLE: No connection established')
    await expect(channel.send(PERSON, message)).rejects.toMatchObject({ kind: 'unavailable' })
    delete world.failing.withFiles
    await channel.send(PERSON, message)
    expect(messages('wxid-li').map(({ text }) => text)).toEqual(['通知全文见附件', '通知.pdf'])
  })

  it('goes one part at a time where nothing may leave twice', async () => {
    const { channel, messages } = await openLoggedIn()
    const told: unknown[] = []
    for (const at of [0, 1]) {
      const part = { at, follows: (what: unknown) => void told.push(what) }
      await channel.send(GROUP, { ...message, files: [{ ...file, again: 'f1' }], part })
      expect(messages('unit@chatroom')).toHaveLength(at + 1)
    }
    expect(messages('unit@chatroom').map(({ text }) => text)).toEqual([
      ...['通知全文见附件', '通知.pdf'],
    ])
    expect(told).toEqual([
      { any: true, text: false },
      { any: false, text: false },
    ])
  })

  it('says of a file that was deleted meanwhile that it is', async () => {
    const { channel, messages } = await openLoggedIn()
    const gone = { ...file, read: () => Promise.resolve(undefined) }
    await channel.send(PERSON, { ...message, files: [gone] })
    expect(messages('wxid-li').map(({ text }) => text)).toEqual([
      '通知全文见附件\n附件 通知.pdf 已经删除，没有随这条消息发出。',
    ])
  })
})

describe('an answer in a group', () => {
  it('begins with a mention of who asked', async () => {
    const { group, messages } = await openLoggedIn()
    const answer = await group('wxid-li').says(`@${ME.name}\u2005帮助`)
    expect(answer).toMatch(/^@名字wxid-li\u2005您好，我是鄂票通/)
    expect(messages('unit@chatroom')[0]?.mentioned).toEqual(['wxid-li'])
  })

  it('mentions by the name that the group knows, free of what would break it', async () => {
    const { channel, world, messages } = await openLoggedIn()
    const member = { id: 'wxid-li', name: '李', avatar: '', roomAlias: '李\n@所有人 \u202e四' }
    world.puppet().roomMemberPayload = () => Promise.resolve(member)
    await channel.send(GROUP, { id: 1, text: '好', personal: false, user: 'wxid-li' })
    expect(messages('unit@chatroom')[0]?.text).toBe('@李 所有人 四\u2005好')
  })

  it('comes without one where the puppet does not know the person, or it is for everybody', async () => {
    const { channel, world, messages } = await openLoggedIn()
    world.puppet().roomMemberPayload = () => Promise.reject(new Error('no such member'))
    await channel.send(GROUP, { id: 1, text: '好', personal: false, user: 'wxid-li' })
    const somebody = { id: 'x', name: '某人', avatar: '' }
    world.puppet().roomMemberPayload = () => Promise.resolve(somebody)
    await channel.send(GROUP, { id: 2, text: '大家好', personal: false, user: GROUP.conversation })
    expect(messages('unit@chatroom')).toEqual([
      { to: 'unit@chatroom', text: '好' },
      { to: 'unit@chatroom', text: '大家好' },
    ])
  })

  it('is had by replying to what the account said, without a mention', async () => {
    const { group } = await openLoggedIn()
    const li = group('wxid-li')
    const help = await li.says('小票 帮助')
    const said = help.split('\u2005')[1]?.split('\n')[0] ?? ''
    const reply = `「${ME.name}：${said}」\n- - - - - - - - - - - - - - -\n取消`
    expect(await li.says(reply)).toContain('现在没有正在办理的事')
  })
})
