/** The same conversations through the real grammY code: updates in by webhook or long polling, API calls out. */
import { randomBytes } from 'node:crypto'
import type { Update } from 'grammy/types'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createServer } from '../../adapters/http/server.ts'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { createTelegramChannel } from '../../adapters/telegram/channel.ts'
import { registerTelegramWebhook } from '../../adapters/telegram/webhook.ts'
import { readConfig } from '../../bots/config.ts'
import { openLine } from '../../bots/line.ts'
import { codeHash, newCode } from '../../core/people/invitation.ts'
import type { Store } from '../../core/store.ts'
import { BOT, type BotApi, type SentMessage, startBotApi, TOKEN } from '../support/bot-api.ts'
import { groupUpdate, messageUpdate, pressUpdate, textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const SECRET = 'webhook-secret'
const RECEIPT = '42990126 0000000001 55e8a5'

interface Bot {
  readonly store: Store
  readonly api: BotApi
  /** Sends an update in and waits for the one answer. */
  answerTo(update: Update): Promise<SentMessage>
}

async function startBot(transport: 'webhook' | 'polling'): Promise<Bot> {
  const api = await startBotApi()
  const config = readConfig({
    DATABASE_URL: temporaryDatabase(),
    EPIAOTONG_SECRET: 'a secret for tests only',
    LOG_LEVEL: 'silent',
  })
  let origin = ''
  const line = await openLine(config, { publicUrl: () => origin })
  await line.store.transaction((tx) => tx.ledger.add(sampleReceipts))
  const telegram = createTelegramChannel({
    ...{ token: TOKEN, apiRoot: api.root, transport, webhookSecret: SECRET },
    ...{ crossBorderApproved: false, clock: line.clock, logger: line.logger },
    publicUrl: () => origin,
  })
  const server = await createServer({ ...line, channels: [telegram] })
  registerTelegramWebhook(server, { secret: SECRET, handleUpdate: telegram.handleUpdate })
  origin = await server.listen({ host: '127.0.0.1', port: 0 })
  await line.run([{ channel: telegram, pace: { perSecond: 0 } }])
  onTestFinished(async () => {
    await line.pause()
    await server.close()
    await line.drain()
    await line.close()
    await api.close()
  })
  return {
    ...{ api, store: line.store },
    async answerTo(update) {
      const before = api.sent.length
      if (transport === 'webhook') await api.post(update)
      else api.push(update)
      await api.waitFor(({ sent }) => sent.length > before)
      const [answer, ...others] = api.sent.slice(before)
      if (!answer || others.length > 0) throw new Error('expected one answer')
      return answer
    },
  }
}

const buttonsOf = ({ payload }: SentMessage) => {
  const markup = payload['reply_markup'] as
    { inline_keyboard: { text: string; callback_data: string }[][] } | undefined
  return markup?.inline_keyboard.flat() ?? []
}

describe.each(['webhook', 'polling'] as const)('on Telegram by %s', (transport) => {
  it('answers a look-up with a card and buttons, and a press with the one-time link', async () => {
    const { answerTo, api } = await startBot(transport)
    const card = await answerTo(textUpdate({ text: `/lookup ${RECEIPT}` }))
    expect(card.text).toMatch(/江城示范医院[^]*张\*[^]*236\.21[^]*正常/)
    expect(card.text).not.toMatch(/张三丰|55e8a5|0000000001/)
    const full = buttonsOf(card).find(({ text }) => text === '完整票据')
    const link = await answerTo(pressUpdate({ data: full?.callback_data ?? '', label: '完整票据' }))
    expect(link.text).toMatch(/http:\/\/127\.0\.0\.1:\d+\/r\/[\w-]{32}/)
    expect(link.payload['link_preview_options']).toEqual({ is_disabled: true })
    await api.waitFor(({ calls }) => calls.some(({ method }) => method === 'answerCallbackQuery'))
  })

  it('asks for what is missing, verifies, and opens a fine by the name', async () => {
    const { answerTo } = await startBot(transport)
    expect((await answerTo(textUpdate({ text: '/verify 42990126 0000000001' }))).text).toContain(
      '还差校验码',
    )
    expect((await answerTo(textUpdate({ text: '55e8a5' }))).text).toMatch(/查验成功[^]*第 1 次/)
    expect((await answerTo(textUpdate({ text: '处罚决定书号 4299010000000015' }))).text).toContain(
      '有 1 张',
    )
    expect((await answerTo(textUpdate({ text: '赵大川' }))).text).toContain('交通违法')
  })

  it('speaks in a group only when addressed, and moves receipts to the private chat', async () => {
    const { answerTo, api } = await startBot(transport)
    const quiet = groupUpdate({ user: 7, text: RECEIPT })
    if (transport === 'webhook') await api.post(quiet)
    else api.push(quiet)
    const moved = await answerTo(groupUpdate({ user: 7, text: `@epiaotong_bot 查票 ${RECEIPT}` }))
    expect(moved.chat).toBe('-1004299')
    expect(moved.text).toContain('请私聊我')
    expect(JSON.stringify(moved.payload)).not.toMatch(/42990126|0000000001|55e8a5/)
    const start = /https:\/\/t\.me\/epiaotong_bot\?start=([\w-]+)/.exec(
      JSON.stringify(moved.payload),
    )?.[1]
    expect((await answerTo(textUpdate({ user: 8, text: `/start ${start}` }))).text).toContain(
      '失效',
    )
    expect((await answerTo(textUpdate({ user: 7, text: `/start ${start}` }))).text).toContain(
      '江城示范医院',
    )
  })

  it('offers nothing to press in a group: the asker chooses by number, and the answer quotes', async () => {
    const { answerTo } = await startBot(transport)
    const help = await answerTo(groupUpdate({ text: '/help', more: { message_id: 4321 } }))
    expect(help.payload).not.toHaveProperty('reply_markup')
    expect(help.payload['reply_parameters']).toEqual({
      message_id: 4321,
      allow_sending_without_reply: true,
    })
    expect(help.text).toMatch(/1\. 查票\n2\. 查验\n3\. 隐私/)
    const reply = { reply_to_message: { from: BOT } }
    expect((await answerTo(groupUpdate({ text: '3', more: reply }))).text).toContain('7 天')
    await answerTo(groupUpdate({ text: '/help' }))
    const moved = await answerTo(groupUpdate({ text: '@epiaotong_bot 1' }))
    const start = /\?start=([\w-]+)/.exec(moved.text)?.[1]
    expect((await answerTo(textUpdate({ text: `/start ${start}` }))).text).toContain('请发票据代码')
  })

  it('tells help to who only mentions it, and leaves commands for other bots alone', async () => {
    const { answerTo, api } = await startBot(transport)
    const quiet = [
      textUpdate({ text: '/help@other_bot' }),
      groupUpdate({ text: '/help@other_bot' }),
    ]
    for (const update of quiet) {
      if (transport === 'webhook') await api.post(update)
      else api.push(update)
    }
    expect((await answerTo(groupUpdate({ text: '@epiaotong_bot' }))).text).toContain('我是鄂票通')
    expect((await answerTo(textUpdate({ text: '@epiaotong_bot' }))).text).toContain('我是鄂票通')
    const both = '/lookup@other_bot 或者 @epiaotong_bot'
    expect((await answerTo(groupUpdate({ text: both }))).text).toContain('只回答')
    expect(api.sent).toHaveLength(3)
  })

  it('answers the mended words of an edit, in private', async () => {
    const { answerTo } = await startBot(transport)
    expect((await answerTo(textUpdate({ text: '42990126 0000000001 55e8a' }))).text).toContain(
      '还差校验码',
    )
    const { message, update_id: id } = textUpdate({ text: RECEIPT })
    const edited = { update_id: id, edited_message: { ...message, edit_date: 1_795_000_100 } }
    expect((await answerTo(edited as Update)).text).toContain('江城示范医院')
  })

  it('begins in English with who writes English', async () => {
    const { answerTo } = await startBot(transport)
    const from = { id: 7, is_bot: false, first_name: 'x', language_code: 'en' }
    await answerTo(textUpdate({ text: 'find a receipt', more: { from } }))
    const card = await answerTo(textUpdate({ text: RECEIPT, more: { from } }))
    expect(card.text).toMatch(/^Found:\n[^]*Amount \(CNY\): 236\.21/)
    expect(card.text).not.toContain('：')
    expect(buttonsOf(card).map(({ text }) => text)).toEqual(['Full receipt', 'Verify'])
  })

  it('answers politely to what is no text', async () => {
    const { answerTo } = await startBot(transport)
    const photo = [{ file_id: 'a', file_unique_id: 'b', width: 1, height: 1 }]
    expect((await answerTo(messageUpdate({ photo }))).text).toContain(
      '收到了文件，但现在没有要用到它的事',
    )
  })

  it('has one effect for an update that comes twice', async () => {
    const { answerTo, api } = await startBot(transport)
    const update = textUpdate({ text: '帮助' })
    await answerTo(update)
    if (transport === 'webhook') await api.post(update)
    else api.push(update)
    await answerTo(textUpdate({ text: '取消' }))
    expect(api.sent).toHaveLength(2)
  })

  it('binds by a code, lists the receipts of the own contact, and takes no other', async () => {
    const { answerTo, store } = await startBot(transport)
    const code = newCode(randomBytes)
    const given = { role: 'officer', region: '420100' } as const
    const invitation = { given, name: '王监管', by: 'cli', expiresAt: Date.now() + 60_000 }
    await store.transaction((tx) => tx.invitations.add(codeHash(code) ?? '', invitation))
    expect((await answerTo(textUpdate({ text: `/bind ${code}` }))).text).toContain(
      '监管员（武汉市）',
    )
    expect((await answerTo(textUpdate({ text: '/whoami' }))).text).toContain('您是王*：监管员')
    const [model] = sampleReceipts
    if (!model) throw new Error('no samples')
    const own = { ...model, number: '0000007001', payer: { ...model.payer, phone: '13899990000' } }
    await store.transaction((tx) => tx.ledger.add([own]))
    const asked = await answerTo(textUpdate({ text: '/mine' }))
    expect(JSON.stringify(asked.payload['reply_markup'])).toContain('"request_contact":true')
    const contact = { phone_number: '+8613899990000', first_name: '某人', user_id: 7 }
    const foreign = await answerTo(messageUpdate({ contact: { ...contact, user_id: 8 } }))
    expect(foreign.text).toContain('不是您自己的手机号')
    const listed = await answerTo(messageUpdate({ contact }))
    expect(listed.text).toContain('138****0000 名下的票据')
    expect(buttonsOf(listed)[0]?.text).toContain(model.name)
  })

  it('shows its commands in the menu', async () => {
    const { api } = await startBot(transport)
    await api.waitFor(
      ({ calls }) => calls.filter(({ method }) => method === 'setMyCommands').length === 2,
    )
    const [chinese] = api.calls.filter(({ method }) => method === 'setMyCommands')
    expect(JSON.stringify(chinese?.payload)).toMatch(/lookup[^]*查票/)
  })
})
