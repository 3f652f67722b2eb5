/** Whatever a network does with a message — repeats it, reorders it, mixes it, crashes in between — it has one effect. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../core/message.ts'
import { openOffice } from '../support/office.ts'

const USERS = ['a', 'b', 'c']
const TEXTS = [
  '帮助',
  '42990126 0000000001 55e8a5',
  '42990126',
  '0000000001',
  '55e8a5',
  '取消',
  'English',
  '处罚决定书号 4299010000000015',
  '赵大川',
  '查验 42990226 0000000001 bnqFFX',
  '2',
  '一二三四五六七',
]

type Event = { kind: 'message'; message: InboundMessage } | { kind: 'settle' } | { kind: 'restart' }

const messages = fc
  .array(fc.tuple(fc.constantFrom(...USERS), fc.constantFrom(...TEXTS)), {
    minLength: 1,
    maxLength: 12,
  })
  .map((said) =>
    said.map(([user, text], index): InboundMessage => {
      const from = { channel: 'telegram', conversation: user, user, group: false }
      return { id: `u${index}`, from, text, addressed: true, at: index }
    }),
  )

/** Each message one to three times, in any order, with restarts and pauses thrown in. */
const history = messages.chain((all) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        all.flatMap((message) => [message, message, message]),
        { minLength: all.length },
      ),
      fc.array(fc.constantFrom<Event>({ kind: 'settle' }, { kind: 'restart' }), { maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
    )
    .map(([repeated, others, places]) => {
      const events: Event[] = repeated.map((message) => ({ kind: 'message', message }))
      for (const other of others)
        events.splice((places.next().value ?? 0) % (events.length + 1), 0, other)
      return events
    }),
)

describe('one effect per message', () => {
  it('answers every message once under repetition, reordering, mixing and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        const office = await openOffice()
        for (const event of events) {
          if (event.kind === 'message') await office.receive(event.message)
          else await office[event.kind]()
        }
        await office.settle()
        const ids = new Set(
          events.flatMap((event) => (event.kind === 'message' ? [event.message.id] : [])),
        )
        expect(office.sent).toHaveLength(ids.size)
        expect(await office.store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
        for (const user of USERS) {
          const mine = events.flatMap((e) =>
            e.kind === 'message' && e.message.from.user === user ? [e.message.id] : [],
          )
          const session = await office.store.sessions.load(`telegram:${user}:${user}`)
          expect(session?.version ?? 0).toBe(new Set(mine).size)
        }
      }),
      { numRuns: process.env['LONG'] ? 300 : 25 },
    )
  }, 600_000)
})
