/** What becomes of a message on its way to Telegram, through the real grammY client. */
import { describe, expect, it } from 'vitest'
import { ChannelError } from '../../../core/errors.ts'
import type { Address } from '../../../core/message.ts'
import type { SendableMessage } from '../../../core/ports.ts'
import { type Failure, TOKEN } from '../../support/bot-api.ts'
import { chunks } from '../../support/memory-files.ts'
import { openTelegram } from './opened.ts'

const PERSON: Address = { channel: 'telegram', conversation: '7', group: false }
const GROUP: Address = { channel: 'telegram', conversation: '-50', group: true }
const message: SendableMessage = {
  ...{ id: 1, text: '您好', personal: true },
  card: { title: '票据', lines: [{ label: '金额', value: '1.00' }] },
  choices: [{ label: '查验', data: '1.0' }],
}
const refused = (code: number, description: string, parameters = {}): Failure => ({
  ...{ kind: 'refused', code, description, parameters },
})

async function failureOf(failure: Failure): Promise<ChannelError> {
  const telegram = await openTelegram()
  await telegram.started()
  telegram.api.fail('sendMessage', failure, 3)
  const error: unknown = await telegram.channel.send(PERSON, message).catch((caught) => caught)
  expect(telegram.api.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(1)
  if (!(error instanceof ChannelError)) throw new Error('expected a ChannelError')
  return error
}

describe('sending to Telegram', () => {
  it('sends text, entities and buttons in one message without a preview', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    await telegram.channel.send(PERSON, message)
    expect(telegram.api.sent).toHaveLength(1)
    expect(telegram.api.sent[0]).toMatchObject({
      chat: '7',
      text: '您好\n\n票据\n金额：1.00',
      payload: {
        entities: [{ type: 'bold', offset: 4, length: 2 }],
        link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: '查验', callback_data: '1.0' }]] },
      },
    })
    expect(telegram.api.sent[0]?.payload).not.toHaveProperty('parse_mode')
  })

  it.each<[string, Failure, string]>([
    ['429', { kind: 'limited', retryAfter: 7 }, 'limited'],
    ['403', refused(403, 'Forbidden: bot was blocked by the user'), 'blocked'],
    ['403 of any kind', refused(403, 'Forbidden: something new'), 'blocked'],
    ['chat not found', refused(400, 'Bad Request: chat not found'), 'blocked'],
    ['a deactivated user', refused(400, 'Bad Request: user is deactivated'), 'blocked'],
    ['another 400', refused(400, 'Bad Request: message text is empty'), 'refused'],
    ['another 4xx', refused(413, 'Request Entity Too Large'), 'refused'],
    ['500', refused(500, 'Internal Server Error'), 'unavailable'],
    ['a revoked token', refused(401, 'Unauthorized'), 'unavailable'],
    ['a cut before it was accepted', { kind: 'cut-before' }, 'unknown'],
    ['a cut after it was accepted', { kind: 'cut-after' }, 'unknown'],
  ])('takes %s for what it is, and does not send again', async (_name, failure, kind) => {
    const error = await failureOf(failure)
    expect(error.kind).toBe(kind)
    expect(error.retryAfterMs).toBe(kind === 'limited' ? 7000 : undefined)
  })

  it('says unavailable, not unknown, when nobody listens: nothing can have been sent', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    await telegram.channel.stop()
    await telegram.api.close()
    const kinds: unknown[] = []
    for (let tries = 0; tries < 4; tries++) {
      const error: unknown = await telegram.channel.send(PERSON, message).catch((caught) => caught)
      kinds.push(error instanceof ChannelError && error.kind)
    }
    // The first may have gone into a connection that was still open: of that nobody can tell.
    expect(kinds.at(-1)).toBe('unavailable')
  })

  it('still sends after it was stopped, so that the outbox can drain', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    await telegram.channel.stop()
    await telegram.channel.send(PERSON, message)
    expect(telegram.api.sent).toHaveLength(1)
  })

  it('says unavailable before Telegram was reached', async () => {
    const telegram = await openTelegram()
    await expect(telegram.channel.send(PERSON, message)).rejects.toMatchObject({
      kind: 'unavailable',
    })
  })

  it.each([
    "Bad Request: can't parse entities: unexpected end",
    'Bad Request: BUTTON_DATA_INVALID',
    "Bad Request: can't parse reply keyboard markup JSON object",
  ])('tries once more as plain text after “%s”', async (description) => {
    const telegram = await openTelegram()
    await telegram.started()
    telegram.api.fail('sendMessage', refused(400, description))
    await telegram.channel.send(PERSON, message)
    expect(telegram.api.sent.map(({ text }) => text)).toEqual([
      '您好\n\n票据\n金额：1.00\n\n1. 查验',
    ])
    expect(telegram.api.sent[0]?.payload).not.toHaveProperty('entities')
    expect(telegram.api.sent[0]?.payload).not.toHaveProperty('reply_markup')
  })

  it('gives up when plain text is refused as well', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    telegram.api.fail('sendMessage', refused(400, "Bad Request: can't parse entities"), 5)
    await expect(telegram.channel.send(PERSON, message)).rejects.toMatchObject({ kind: 'refused' })
    expect(telegram.api.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(2)
  })

  it('says where a group is now that became a supergroup, of a text and of a file', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    telegram.api.migrate(Number(GROUP.conversation), -10050)
    const moved = { kind: 'moved', movedTo: '-10050' }
    await expect(telegram.channel.send(GROUP, message)).rejects.toMatchObject(moved)
    const read = () => Promise.resolve(chunks(Buffer.from('%PDF-1.7')))
    const files = [{ name: 'a.pdf', type: 'pdf' as const, size: 8, read }]
    await expect(telegram.channel.send(GROUP, { ...message, files })).rejects.toMatchObject(moved)
    expect(telegram.api.sent).toEqual([])
  })

  it('quotes in a group what it answers, and not in a chat', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    const answer = { ...message, answers: '4299:55:99' }
    await telegram.channel.send(GROUP, answer)
    await telegram.channel.send(GROUP, message)
    await telegram.channel.send(PERSON, answer)
    expect(telegram.api.sent.map(({ payload }) => payload['reply_parameters'])).toEqual([
      { message_id: 99, allow_sending_without_reply: true },
      ...[undefined, undefined],
    ])
    expect(telegram.api.sent[0]?.payload).not.toHaveProperty('reply_markup')
  })

  it('does not follow from a private chat into a group', async () => {
    const error = await failureOf(refused(400, 'Bad Request: upgraded', { migrate_to_chat_id: -1 }))
    expect(error.kind).toBe('refused')
  })

  it('repeats neither the token nor the message in an error or in the log', async () => {
    const telegram = await openTelegram()
    await telegram.started()
    telegram.api.fail('sendMessage', { kind: 'cut-before' })
    telegram.api.fail('sendMessage', refused(400, 'Bad Request: 您好 is wrong'))
    const errors = [
      await telegram.channel.send(PERSON, message).catch((error: unknown) => error),
      await telegram.channel.send(PERSON, message).catch((error: unknown) => error),
    ]
    for (const error of errors) {
      const { message: words, stack, cause } = error as Error
      expect(cause).toBeUndefined()
      expect(`${words}\n${stack}`).not.toMatch(new RegExp(`${TOKEN}|您好`))
    }
    expect(telegram.logged.join('\n')).not.toMatch(new RegExp(`${TOKEN}|您好|票据`))
  })
})
