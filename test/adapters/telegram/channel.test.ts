/** Messages coming in through the real grammY code, by long polling and by webhook. */
import fastify from 'fastify'
import type { Update } from 'grammy/types'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registerTelegramWebhook } from '../../../adapters/telegram/webhook.ts'
import { TOKEN } from '../../support/bot-api.ts'
import {
  groupUpdate,
  messageUpdate,
  pressUpdate,
  textUpdate,
} from '../../support/telegram-updates.ts'
import { openTelegram, SECRET, until } from './opened.ts'

async function openWebhook() {
  const app = fastify()
  onTestFinished(() => app.close())
  let address = ''
  const telegram = await openTelegram({
    ...{ transport: 'webhook', webhookSecret: SECRET, publicUrl: () => address },
  })
  const { handleUpdate } = telegram.channel
  registerTelegramWebhook(app, { secret: SECRET, handleUpdate })
  address = await app.listen({ host: '127.0.0.1', port: 0 })
  return { ...telegram, app, url: `${address}/telegram/webhook` }
}

const everyKind = (): Update[] => [
  textUpdate({ text: '/start' }),
  textUpdate({ user: 8, text: '查票 4299' }),
  groupUpdate({ text: '@epiaotong_bot 查票' }),
  pressUpdate({ data: '1a.0', label: '查票' }),
  messageUpdate({ sticker: {} }),
  messageUpdate({ text: 'x', sender_chat: { id: -1 } }),
  { update_id: 900_000 } as Update,
]

describe('starting', () => {
  it('introduces itself, shows the commands in both languages and asks for three kinds of updates', async () => {
    const { api, started, channel } = await openTelegram()
    await started()
    await api.waitFor(({ calls }) => calls.filter((c) => c.method === 'setMyCommands').length === 2)
    await api.waitFor(({ calls }) => calls.some(({ method }) => method === 'getUpdates'))
    const payloads = (name: string) =>
      api.calls.filter(({ method }) => method === name).map(({ payload }) => payload)
    const names = [
      'help',
      'lookup',
      'verify',
      'mine',
      'bind',
      'whoami',
      'void',
      'requests',
      'human',
      'queue',
      'notices',
      'cancel',
      'privacy',
      'language',
    ]
    const menus = payloads('setMyCommands') as { commands: { command: string }[] }[]
    for (const { commands } of menus) expect(commands.map((c) => c.command)).toEqual(names)
    expect(menus.map((menu) => (menu as { language_code?: string }).language_code)).toEqual([
      undefined,
      'en',
    ])
    expect(payloads('getUpdates')[0]).toMatchObject({
      allowed_updates: ['message', 'edited_message', 'callback_query'],
    })
    expect(payloads('deleteWebhook')).toHaveLength(1)
    const carries = { files: true, ownContacts: true }
    expect(channel.traits).toEqual({ crossBorder: true, choices: 'buttons', ...carries })
  })

  it('sets the webhook with its secret, and does not poll', async () => {
    const { api, started, url } = await openWebhook()
    await started()
    expect(api.webhook).toEqual({ url, secret: SECRET })
    await api.waitFor(({ calls }) => calls.filter((c) => c.method === 'setMyCommands').length === 2)
    expect(api.calls.map(({ method }) => method)).not.toContain('getUpdates')
  })

  it('works without a menu when Telegram refuses it', async () => {
    const { api, started, received } = await openTelegram()
    api.fail('setMyCommands', { kind: 'refused', code: 400, description: 'Bad Request' })
    await started()
    api.push(textUpdate({ text: '你好' }))
    await until(() => received.length === 1)
  })

  it('returns at once while Telegram is down, and comes up with it', async () => {
    const { api, start, channel, received } = await openTelegram()
    api.setDown(true)
    api.push(textUpdate({ text: '你好' }))
    await start()
    await until(() => channel.state().state === 'failing')
    api.setDown(false)
    await until(() => received.length === 1)
    await until(() => channel.state().state === 'running')
  })

  it.each([
    ['getMe', 401],
    ['deleteWebhook', 500],
    ['getUpdates', 409],
    ['getUpdates', 401],
  ])('keeps trying when %s is answered with %i', async (method, code) => {
    const { api, start, channel, received, logged } = await openTelegram()
    api.fail(method, { kind: 'refused', code, description: 'no' }, 2)
    api.push(textUpdate({ text: '你好' }))
    await start()
    await until(() => channel.state().state === 'failing')
    await until(() => received.length === 1)
    await until(() => channel.state().state === 'running')
    expect(logged.join('\n')).toContain(`${method} answered ${code}`)
    expect(logged.join('\n')).not.toContain(TOKEN)
  })
})

describe('stopping', () => {
  it('ends the long poll at once', async () => {
    const { api, started, channel } = await openTelegram()
    await started()
    await api.waitFor(({ calls }) => calls.some(({ payload }) => payload.timeout === 30))
    await channel.stop() // The long poll itself would outlast the test.
    expect(channel.state().state).toBe('stopped')
  })

  it('ends a start that has not come through', async () => {
    const { api, start, channel } = await openTelegram()
    api.setDown(true)
    await start()
    await until(() => channel.state().state === 'failing')
    await channel.stop()
    expect(channel.state().state).toBe('stopped')
  })
})

describe('long polling', () => {
  it('confirms an update only when it is kept, and skips none', async () => {
    const { api, started, received, store, channel } = await openTelegram()
    let left = 3
    store.broken = ({ text }) => text === 'b' && left-- > 0
    await started()
    const updates = ['a', 'b', 'c'].map((text, index) => textUpdate({ user: 20 + index, text }))
    api.push(...updates)
    await until(() => channel.state().state === 'failing')
    expect(api.unconfirmed.map(({ update_id: id }) => id)).toContain(updates[1]?.update_id)
    await until(() => received.some(({ text }) => text === 'b'))
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
    expect(new Set(received.map(({ text }) => text))).toEqual(new Set(['a', 'b', 'c']))
    expect(left).toBe(-1)
  })

  it('holds back the later messages of a chat whose first one could not be kept', async () => {
    const { api, started, received, store } = await openTelegram()
    let left = 2
    store.broken = ({ text }) => text === '1' && left-- > 0
    await started()
    api.push(...['1', '2', '3'].map((text) => textUpdate({ text })))
    await until(() => received.length === 3)
    expect(received.map(({ text }) => text)).toEqual(['1', '2', '3'])
  })

  it('hands out the messages of different chats together, so that they share a commit', async () => {
    const { api, channel } = await openTelegram()
    let release: () => void = () => undefined
    const kept = new Promise<void>((resolve) => {
      release = resolve
    })
    let waiting = 0
    await channel.start(() => {
      waiting += 1
      return kept
    })
    api.push(...[1, 2, 3, 4].map((user) => textUpdate({ user, text: 'x' })))
    await until(() => waiting === 4)
    expect(api.unconfirmed).toHaveLength(4)
    release()
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
  })

  it('takes again, after a restart, what was not confirmed', async () => {
    const { api, started, start, received, channel, store } = await openTelegram()
    await started()
    store.broken = () => true
    api.push(textUpdate({ text: '你好' }))
    await until(() => channel.state().state === 'failing')
    await channel.stop()
    expect(received).toHaveLength(0)
    store.broken = () => false
    await start()
    await until(() => received.length === 1)
  })

  it('tells again of a group that has moved until that is kept', async () => {
    const { api, started, moves, received, store } = await openTelegram()
    let left = 2
    store.lost = () => left-- > 0
    await started()
    api.push(messageUpdate({ migrate_to_chat_id: -1002 }, { chat: -1 }))
    await until(() => moves.length === 1)
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
    expect(moves).toEqual([{ channel: 'telegram', from: '-1', to: '-1002' }])
    expect([received, left]).toEqual([[], -1])
  })

  it('goes through a backlog larger than a batch', async () => {
    const { api, started, received } = await openTelegram()
    api.push(...Array.from({ length: 250 }, (_, user) => textUpdate({ user: user + 1, text: 'x' })))
    await started()
    await until(() => received.length === 250)
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
    expect(new Set(received.map(({ id }) => id)).size).toBe(250)
  })
})

describe('a press', () => {
  it('is confirmed to the presser once it is kept, and a failure of that is no failure', async () => {
    const { api, started, received, channel, store } = await openTelegram()
    await started()
    store.broken = () => true
    const press = pressUpdate({ data: '1.0' })
    api.push(press)
    await until(() => channel.state().state === 'failing')
    expect(api.calls.map(({ method }) => method)).not.toContain('answerCallbackQuery')
    api.fail('answerCallbackQuery', { kind: 'refused', code: 400, description: 'query is too old' })
    store.broken = () => false
    await api.waitFor(({ calls }) => calls.some((c) => c.method === 'answerCallbackQuery'))
    expect(received).toHaveLength(1)
    await api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
  })
})

describe('both transports', () => {
  it('hand the same messages to the assistant', async () => {
    const polling = await openTelegram()
    const webhook = await openWebhook()
    await polling.started()
    await webhook.started()
    const updates = everyKind()
    polling.api.push(...updates)
    await polling.api.waitFor(({ unconfirmed }) => unconfirmed.length === 0)
    for (const update of updates) expect(await webhook.api.post(update)).toEqual([200])
    expect(webhook.received).toHaveLength(5)
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
    expect([...polling.received].sort(byId)).toEqual([...webhook.received].sort(byId))
  })

  it('by webhook, Telegram sends again what could not be kept', async () => {
    const { api, started, received, store } = await openWebhook()
    await started()
    let left = 2
    store.broken = () => left-- > 0
    expect(await api.post(textUpdate({ text: '你好' }))).toEqual([500, 500, 200])
    expect(received).toHaveLength(1)
  })

  it('by webhook, nothing is taken before the channel knows who it is', async () => {
    const { app, started, received } = await openWebhook()
    const post = async () => {
      const headers = { 'x-telegram-bot-api-secret-token': SECRET }
      const payload = textUpdate({ text: '你好' })
      const url = '/telegram/webhook'
      return (await app.inject({ method: 'POST', url, headers, payload })).statusCode
    }
    expect(await post()).toBe(500)
    await started()
    expect(await post()).toBe(200)
    expect(received).toHaveLength(1)
  })
})
