/** Whatever a network does with a message — repeats it, reorders it, mixes it, crashes in between — it has one effect. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../core/message.ts'
import { ticketStates } from '../../core/support/ticket.ts'
import { type Office, openOffice } from '../support/office.ts'

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

/** The messages of a person, by their ids. */
function heardFrom(user: string, events: readonly Event[]): Map<string, string> {
  return new Map(
    events.flatMap((event) =>
      event.kind === 'message' && event.message.from.user === user
        ? [[event.message.id, event.message.text] as const]
        : [],
    ),
  )
}

/** Only what is said to a human is not answered one by one, and that human gets it once. */
async function expectRelayed(
  { store }: Office,
  user: string,
  heard: ReadonlyMap<string, string>,
  answered: ReadonlySet<string | undefined>,
): Promise<void> {
  const tickets = await store.tickets.list({ states: ticketStates }, 100)
  const own = tickets.filter(({ asker }) => asker.conversation === user)
  const lines = await Promise.all(own.map(({ id }) => store.tickets.lines(id)))
  const relayed = lines.flat().flatMap(({ by, text }) => (by === 'asker' ? [text] : []))
  const silent = [...heard].flatMap(([id, text]) => (answered.has(id) ? [] : [text]))
  for (const text of TEXTS) {
    const count = (texts: readonly string[]) => texts.filter((one) => one === text).length
    expect(count(relayed)).toBeGreaterThanOrEqual(count(silent))
    expect(count(relayed)).toBeLessThanOrEqual(count([...heard.values()]))
  }
}

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
        expect(await office.store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
        for (const user of USERS) {
          const heard = heardFrom(user, events)
          const session = await office.store.sessions.load(`telegram:${user}:${user}`)
          expect(session?.version ?? 0).toBe(heard.size)
          const answered = office.sent.flatMap(({ to, message }) =>
            to.conversation === user ? [message.answers] : [],
          )
          expect(new Set(answered).size).toBe(answered.length)
          await expectRelayed(office, user, heard, new Set(answered))
        }
      }),
      { numRuns: process.env['LONG'] ? 300 : 25 },
    )
  }, 600_000)
})
