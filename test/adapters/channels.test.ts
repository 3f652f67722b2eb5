/** All channels keep the one contract. */
import { FileBox } from 'file-box'
import { onTestFinished } from 'vitest'
import { createWebChannel } from '../../adapters/web/channel.ts'
import { render } from '../../adapters/web/render.ts'
import { createOfficialChannel } from '../../adapters/wechat-official/channel.ts'
import { readXml } from '../../adapters/wechat-official/xml.ts'
import { createWechatChannel } from '../../adapters/wechat/channel.ts'
import { channelContract } from '../contracts/channel.ts'
import { groupUpdate, messageUpdate, textUpdate } from '../support/telegram-updates.ts'
import { chunks, createMemoryFiles } from '../support/memory-files.ts'
import { until } from '../support/until.ts'
import { APP_ID, APP_SECRET, startWechatApi } from '../support/wechat-api.ts'
import { createWorld, ME } from '../support/wechat-world.ts'
import { openTelegram } from './telegram/opened.ts'
import { xmlOf } from './wechat-official/opened.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const private_ = (channel: string, user: string) => ({
  user,
  address: { channel, conversation: user, group: false },
})

channelContract('web', async () => {
  const files = createMemoryFiles(Date.now)
  const channel = createWebChannel({ clock: Date.now, files })
  const person = private_('web', 'visitor')
  const seen: string[] = []
  const from = { ...person.address, user: person.user }
  channel.connect('visitor', {
    show(message, at) {
      const { text, card, link, choices } = render(message, at)
      seen.push([text, JSON.stringify(card), link?.url, JSON.stringify(choices)].join('\n'))
    },
    end: () => undefined,
  })
  return {
    ...{ channel, person, read: () => seen, start: (receive) => channel.start(receive) },
    says: (text, nth) =>
      void channel.accept({ id: `m${nth}`, from, text, addressed: true }).catch(() => undefined),
    async sendsFile(content) {
      const kept = await files.keep(chunks(content))
      const ref = kept.kind === 'kept' ? kept.id : ''
      const sent = [{ name: 'photo.jpg', type: 'image/jpeg', ref }]
      await channel.accept({ id: 'file', from, text: '', files: sent, addressed: true })
    },
  }
})

channelContract('telegram', async () => {
  const { api, channel } = await openTelegram()
  return {
    ...{ channel, person: private_('telegram', '7') },
    async start(receive) {
      await channel.start(receive)
      await until(() => channel.state().state === 'running')
    },
    says: (text, nth) => api.push(textUpdate({ user: 7, text, updateId: 5000 + nth })),
    read: () => api.sent.map(({ payload }) => JSON.stringify(payload).replaceAll('\\/', '/')),
    sendsFile(content) {
      api.files.set('photo-1', content)
      api.push(messageUpdate({ photo: [{ file_id: 'photo-1', width: 1, height: 1 }] }))
    },
    files: () => api.sent.flatMap(({ file }) => (file ? [file.bytes] : [])),
    breakDown: () => Promise.resolve(api.setDown(true)),
    chatters: (text) => api.push(groupUpdate({ user: 8, text })),
  }
})

channelContract('wechat-official', async () => {
  const api = await startWechatApi()
  const channel = createOfficialChannel({
    ...{ appId: APP_ID, appSecret: APP_SECRET, apiRoot: api.root },
    ...{ clock: Date.now, logger: quiet },
  })
  onTestFinished(async () => {
    await channel.stop()
    await api.close()
  })
  const leave = new AbortController()
  leave.abort()
  const callback = { patienceMs: () => 0, leave: leave.signal }
  const time = Math.floor(Date.now() / 1000)
  return {
    ...{ channel, person: private_('wechat-official', 'o-1') },
    async start(receive) {
      await channel.start(receive)
      await until(() => channel.state().state === 'running')
    },
    says(text, nth) {
      const fields = readXml(xmlOf({ user: 'o-1', text, id: String(nth), time }))
      void channel.take(fields ?? new Map(), callback).catch(() => undefined)
    },
    read: () => api.sent.map(({ text }) => text),
    sendsFile(content) {
      api.media.set('media-1', content)
      const picture = { MsgType: 'image', Content: '', MediaId: 'media-1' }
      const fields = readXml(xmlOf({ user: 'o-1', id: '99', time, fields: picture }))
      void channel.take(fields ?? new Map(), callback)
    },
    breakDown: () => api.close(),
  }
})

channelContract('wechat', async () => {
  const world = createWorld()
  world.contact('wxid-1')
  world.room('unit@chatroom', ['wxid-1'])
  const channel = createWechatChannel({
    ...{ puppet: world.makePuppet, prefix: '小票', lateAfterMs: 600_000, clock: Date.now },
    ...{ logger: quiet, chance: () => 0, betweenPiecesMs: 0, sparesMachines: false },
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
  return {
    ...{ channel, person: private_('wechat', 'wxid-1') },
    async start(receive) {
      await channel.start(receive)
      await until(() => world.puppets.length > 0 && world.puppet().state.active() === true)
      world.login()
      await until(() => channel.state().state === 'running')
    },
    says: (text, nth) =>
      void world.bring({ id: `m${nth}`, talkerId: 'wxid-1', listenerId: ME.id, text }),
    read: () => world.said.map(({ text }) => text),
    sendsFile(content) {
      const name = 'image.jpg'
      const box = FileBox.fromBase64(content.toString('base64'), name)
      world.mocker().cacheFileBoxPayload.set('picture-1', box.toJSON())
      const from = { talkerId: 'wxid-1', listenerId: ME.id }
      world.bring({ id: 'picture-1', type: 6, filename: name, ...from })
    },
    files: () => world.said.flatMap(({ file }) => (file ? [file] : [])),
    async breakDown() {
      world.failing.with = new Error('14 UNAVAILABLE: No connection established')
    },
    chatters: (text) => void world.bring({ talkerId: 'wxid-1', roomId: 'unit@chatroom', text }),
  }
})
