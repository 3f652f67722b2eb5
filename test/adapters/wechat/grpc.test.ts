/** Files, quotations and mentions over the real gRPC road: the puppet lives in another process. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWechatChannel } from '../../../adapters/wechat/channel.ts'
import type { InboundMessage } from '../../../core/message.ts'
import { chunks } from '../../support/memory-files.ts'
import { createPuppetHost, PUPPET_TOKEN } from '../../support/puppet-process.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { until } from '../../support/until.ts'
import { ME } from './opened.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const PICTURE = Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(300_000, 7)])

const PERSON = { channel: 'wechat', conversation: 'wxid-1', group: false }
const attached = {
  ...{ name: '通知.jpeg', type: 'jpeg' as const, size: PICTURE.length },
  read: () => Promise.resolve(chunks(PICTURE)),
}

async function openRemote() {
  const host = await createPuppetHost()
  onTestFinished(() => host.kill())
  await host.start()
  host.login()
  const received: InboundMessage[] = []
  // It stands still: how long a silence still lasts is told to the millisecond.
  const now = Date.now()
  const channel = createWechatChannel({
    ...{ puppet: 'wechaty-puppet-service', token: PUPPET_TOKEN, endpoint: host.endpoint },
    ...{ memory: `${temporaryFolder()}/wechat`, prefix: '小票', lateAfterMs: 600_000 },
    ...{ clock: () => now, logger: quiet, chance: () => 0, betweenPiecesMs: 0 },
    friends: { words: [], gapMs: 1 },
    news: {
      trouble: () => undefined,
      login: () => undefined,
      counted: () => undefined,
      state: () => undefined,
    },
    takeLate: () => Promise.resolve(),
    greet: () => Promise.resolve(),
  })
  onTestFinished(() => channel.stop())
  await channel.start((message) => Promise.resolve(void received.push(message)))
  await until(() => channel.state().state === 'running')
  return { host, channel, received }
}

describe('over gRPC', () => {
  it('a picture comes in, and a file goes out', async () => {
    const { host, channel, received } = await openRemote()
    const sent = { id: 'p1', talkerId: 'wxid-1', listenerId: ME.id, type: 6, filename: 'a.jpg' }
    host.bring(sent, PICTURE)
    await until(() => received.length === 1)
    const [file] = received[0]?.files ?? []
    if (!file) throw new Error('no picture came')
    const parts: Uint8Array[] = []
    for await (const part of (await channel.fetch?.(file)) ?? []) parts.push(part)
    expect(Buffer.concat(parts).equals(PICTURE)).toBe(true)

    await channel.send(PERSON, { id: 1, text: '见附件', personal: false, files: [attached] })
    await until(() => host.said.length === 2)
    expect(host.said.map(({ text }) => text)).toEqual(['见附件', '通知.jpeg'])
    expect(Buffer.from(host.said[1]?.file ?? []).equals(PICTURE)).toBe(true)
  }, 60_000)

  it('a file that WeChat refuses is not tried once more behind our back', async () => {
    const { host, channel } = await openRemote()
    host.fail('操作过于频繁，请稍后再试')
    await host.settled()
    const message = { id: 1, text: '', personal: false, files: [attached] }
    const refused = { kind: 'limited', retryAfterMs: 60_000 }
    await expect(channel.send(PERSON, message)).rejects.toMatchObject(refused)
    await host.settled()
    expect(host.said.map(({ text }) => text)).toEqual(['通知.jpeg'])
  }, 60_000)

  it.each([
    ['a text', { id: 1, text: '通知', personal: false }],
    ['a file', { id: 1, text: '', personal: false, files: [attached] }],
  ])(
    'of %s that went out before the server died, nobody knows',
    async (_what, message) => {
      const { host, channel } = await openRemote()
      host.fail()
      await host.settled()
      const sending = channel.send(PERSON, message)
      sending.catch(() => undefined)
      await until(() => host.said.length === 1)
      await host.kill()
      await expect(sending).rejects.toMatchObject({ name: 'ChannelError', kind: 'unknown' })
      await until(() => channel.state().state === 'failing')
      const again = channel.send(PERSON, { id: 2, text: '好', personal: false })
      await expect(again).rejects.toMatchObject({ kind: 'unavailable' })
    },
    60_000,
  )

  it('what is quoted is told, and an answer in a group mentions who asked', async () => {
    const { host, channel, received } = await openRemote()
    const text = `「${ME.name}：申请 VR-2026-000001」\n- - - - - - - - - - - - - - -\n进度`
    host.bring({ talkerId: 'wxid-1', roomId: 'unit@chatroom', text })
    await until(() => received.length === 1)
    expect(received[0]).toMatchObject({ text: '进度', quoted: '申请 VR-2026-000001' })
    const group = { channel: 'wechat', conversation: 'unit@chatroom', group: true }
    await channel.send(group, { id: 1, text: '好', personal: false, user: 'wxid-1' })
    await until(() => host.said.length === 1)
    expect(host.said[0]).toMatchObject({ text: '@名字wxid-1\u2005好', mentioned: ['wxid-1'] })
  }, 60_000)
})
