/** WeChat as wechaty-puppet-mock plays it, with the real assistant behind the real channel. */
import { onTestFinished } from 'vitest'
import { createWechatChannel, type WechatOptions } from '../../../adapters/wechat/channel.ts'
import type { Trouble } from '../../../adapters/wechat/news.ts'
import type { Address } from '../../../core/message.ts'
import { greetGroup, takeLate } from '../../../core/reception.ts'
import { openOffice } from '../../support/office.ts'
import { until } from '../../support/until.ts'
import { createWorld, ME } from '../../support/wechat-world.ts'

export { ME }
export const OPERATOR: Address = { channel: 'web', conversation: 'boss', group: false }

export async function openWechat(given: Partial<WechatOptions> = {}) {
  const world = createWorld()
  for (const id of ['wxid-zhang', 'wxid-li']) world.contact(id)
  world.contact('gh_news', { type: 2 })
  world.room('unit@chatroom', ['wxid-zhang', 'wxid-li'])
  const troubles: Trouble[] = []
  const codes: (string | undefined)[] = []
  const counts: string[] = []
  let office: Awaited<ReturnType<typeof openOffice>> | undefined
  const desk = () => {
    if (!office) throw new Error('not open yet')
    return { channels: () => [], store: office.store, operators: [OPERATOR] }
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const channel = createWechatChannel({
    ...{ puppet: world.makePuppet, prefix: '小票', lateAfterMs: 600_000, clock: Date.now },
    ...{ logger: quiet, chance: () => 0, firstPauseMs: 5, betweenPiecesMs: 0 },
    friends: { words: ['票'], gapMs: 1 },
    watch: { askEveryMs: 10, silentAfterMs: 5000, loggedOutAfterMs: 60_000 },
    news: {
      trouble: (trouble) => void troubles.push(trouble),
      login: (code) => void codes.push(code),
      counted: (what) => void counts.push(what),
      state: () => undefined,
    },
    takeLate: (message) => takeLate(message, Date.now(), desk()),
    greet: (group) => greetGroup(group, '小票', Date.now(), desk()),
    ...given,
  })
  office = await openOffice({ channels: ['web'], connected: channel, realClock: true })
  onTestFinished(() => channel.stop())
  await until(() => world.puppets.length > 0 && world.puppet().state.active() === true)

  const messages = (to: string) => world.said.filter((one) => one.to === to)
  const { bring } = world
  const chat = (who: string) => ({
    async says(text: string, payload: Record<string, unknown> = {}) {
      const before = messages(who).length
      bring({ talkerId: who, listenerId: ME.id, text, ...payload })
      await until(() => messages(who).length > before)
      return messages(who).at(-1)?.text ?? ''
    },
    get heard() {
      return messages(who)
    },
  })
  const group = (who: string, room = 'unit@chatroom') => ({
    bring: (text: string, mentionIdList: string[] = []) =>
      bring({ talkerId: who, roomId: room, text, mentionIdList }),
    async says(text: string, mentionIdList: string[] = []) {
      const before = messages(room).length
      this.bring(text, mentionIdList)
      await until(() => messages(room).length > before)
      return messages(room).at(-1)?.text ?? ''
    },
    get heard() {
      return messages(room)
    },
  })
  const login = async () => {
    world.login()
    await until(() => channel.state().state === 'running')
  }
  return { world, channel, office, troubles, codes, counts, bring, chat, group, login, messages }
}

export type Opened = Awaited<ReturnType<typeof openWechat>>

export async function openLoggedIn(given: Partial<WechatOptions> = {}): Promise<Opened> {
  const opened = await openWechat(given)
  await opened.login()
  return opened
}
