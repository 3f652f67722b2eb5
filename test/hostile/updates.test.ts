/** Updates of every kind that the Bot API knows, with fields missing, wrong and in excess, through decoder and line. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../adapters/telegram/decode.ts'
import { BOT } from '../support/bot-api.ts'
import { naughtyStrings } from '../support/corpora.ts'
import { openOffice } from '../support/office.ts'

const KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
]
const CONTENTS = [
  'sticker',
  'photo',
  'voice',
  'video',
  'video_note',
  'audio',
  'document',
  'location',
  'venue',
  'contact',
  'dice',
  'poll',
  'game',
  'new_chat_members',
  'left_chat_member',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'pinned_message',
  'successful_payment',
  'forum_topic_created',
  'web_app_data',
  'reply_to_message',
  'forward_origin',
  'sender_chat',
  'via_bot',
  'story',
  'giveaway',
  'animation',
  'group_chat_created',
  'users_shared',
  'paid_media',
]

const naughty = fc.constantFrom(
  ...['42990126 0000000001 55e8a5', '帮助', '/start x', ...naughtyStrings()],
)
const anything = fc.oneof(fc.jsonValue(), fc.constant(null), naughty, fc.integer(), fc.double())
/** The field as it should be, mostly; sometimes missing, sometimes anything. */
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { arbitrary: good, weight: 40 },
    { arbitrary: anything, weight: 1 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  )

const chat = fc.record({
  id: mostly(fc.integer({ min: -1_000, max: 1_000 })),
  type: mostly(fc.constantFrom('private', 'group', 'supergroup', 'channel')),
  title: mostly(naughty),
})
const from = fc.record({
  id: mostly(fc.integer({ min: 1, max: 1_000 })),
  is_bot: mostly(fc.boolean()),
  first_name: mostly(naughty),
})
const entity = fc.record({
  type: mostly(fc.constantFrom('mention', 'bot_command', 'text_link', 'bold')),
  offset: mostly(fc.integer({ min: -2, max: 40 })),
  length: mostly(fc.integer({ min: -2, max: 40 })),
})
const message = fc
  .tuple(
    fc.record({
      message_id: mostly(fc.nat()),
      date: mostly(fc.nat()),
      chat: mostly(chat),
      from: mostly(from),
      text: mostly(naughty),
      entities: mostly(fc.array(entity, { maxLength: 3 })),
    }),
    fc.dictionary(fc.constantFrom(...CONTENTS), anything, { maxKeys: 2 }),
  )
  .map(([base, more]) => ({ ...base, ...more }))
const press = fc.record({
  id: mostly(fc.string()),
  from: mostly(from),
  data: mostly(fc.oneof(fc.constantFrom('a.0', '1.1', '.'), naughty)),
  message: mostly(message),
})
/** Mostly what each kind holds; now and then the content of another kind, or none. */
const content = fc.oneof(
  { arbitrary: fc.tuple(fc.constant('message'), message), weight: 6 },
  { arbitrary: fc.tuple(fc.constant('callback_query'), press), weight: 3 },
  { arbitrary: fc.tuple(fc.constantFrom(...KINDS), fc.oneof(message, press, anything)), weight: 6 },
)
const update = fc
  .tuple(mostly(fc.nat()), content, fc.dictionary(fc.string(), anything, { maxKeys: 1 }))
  .map(([update_id, [kind, value], more]) => ({ update_id, [kind]: value, ...more }))

describe('generated updates', () => {
  it('never make the decoder throw', () => {
    fc.assert(
      fc.property(update, (one) => {
        const decoded = decode(one, BOT)
        if (decoded) expect(decoded.from.user).toMatch(/^-?\d+$/)
      }),
      { numRuns: process.env['LONG'] ? 100_000 : 5_000 },
    )
  })

  it('are all answered or left, none set aside, on their way through the line', async () => {
    const office = await openOffice()
    let taken = 0
    const many = fc.sample(update, process.env['LONG'] ? 20_000 : 600)
    for (const one of many) {
      const decoded = decode(one, BOT)
      if (!decoded) continue
      taken += 1
      await office.receive(decoded)
    }
    await office.settle()
    expect(taken).toBeGreaterThan(many.length / 20)
    expect(await office.store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
    expect(office.logged).toEqual([])
  })
})
