/** Tickets under any interleaving of the asker's messages, the officers' moves, time and restarts. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayAfter, dayOf, instantOf } from '../../../core/calendar/local-time.ts'
import { liveStates, type Ticket } from '../../../core/support/ticket.ts'
import { MINUTE } from '../../support/clock.ts'
import type { Chat, Office } from '../../support/office.ts'
import { textsTo } from '../../support/people.ts'
import { bureau } from '../../support/support.ts'

const RUNS = process.env['LONG'] ? 300 : 12

type Step =
  | { readonly kind: 'asks' | 'ends' | 'restart' }
  /** `dies`: the process ends once the message is durable, before it is answered. */
  | { readonly kind: 'says'; readonly words: string; readonly dies: boolean }
  | { readonly kind: 'moves'; readonly who: 0 | 1; readonly verb: string }
  | { readonly kind: 'waits'; readonly minutes: number }

const verbs = [
  '接单 1',
  '#1 好的',
  '关闭 1',
  '转交 #1',
  '标记垃圾 1',
  '备注 #1 记下',
  '待办',
  '接单 2',
  '#2 稍等',
  '关闭 2',
]
/** Some of them would be answered by the assistant with a receipt, a card of choices or an entry. */
const words = [
  '第一件事',
  '帮助',
  '查验',
  '取消',
  '1',
  'English',
  '电子票据能作废吗',
  '接单 1',
  '你好',
]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'asks' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('says' as const),
      words: fc.constantFrom(...words),
      dies: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'ends' }, { kind: 'restart' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('moves' as const),
      who: fc.constantFrom(0 as const, 1 as const),
      verb: fc.constantFrom(...verbs),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('waits' as const),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
)

/** Words of a ticket of its own; anything else would be an answer of the assistant. */
const OF_TICKETS =
  /^(?:工单 T-|您已有工单|已为您转人工|已转给工作人员|【工作人员】|Ticket T-|You have ticket|You are passed on|Passed on to the staff|\[Staff\])/

it('the assistant is silent while one is live, nothing that is said is lost or doubled, and none is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const { office, first, second, admin } = await bureau()
      const asker = office.chat({ channel: 'web', user: 'asker' })
      /** What was said while somebody held the ticket, and is therefore to have reached them. */
      const relayed: string[] = []
      let live: Ticket | undefined
      for (const one of steps) {
        const mark = office.sent.length
        await perform(one, { office, asker, officers: [first, second] })
        // “1” right after it was opened is 取消人工.
        const still = await office.store.tickets.liveOf(asker.from)
        if (one.kind === 'says' && live && still) {
          if (live.state === 'taken') relayed.push(one.words)
          expectSilence(office, asker, mark)
          const lines = await office.store.tickets.lines(live.id)
          expect(lines.at(-1)).toMatchObject({ by: 'asker', text: one.words })
        }
        live = still
      }
      expect(reached(office)).toEqual(relayed)
      await expectSeen(office, admin)
    }),
    { numRuns: RUNS },
  )
}, 1_800_000)

interface World {
  readonly office: Office
  readonly asker: Chat
  readonly officers: readonly Chat[]
}

async function perform(one: Step, { office, asker, officers }: World): Promise<void> {
  const said = (chat: Chat | undefined, text: string) => chat?.says(text).catch(ignoreSilence)
  switch (one.kind) {
    case 'asks':
      return void (await said(asker, '转人工'))
    case 'says':
      return one.dies ? saysAndDies(office, asker, one.words) : void (await said(asker, one.words))
    case 'ends':
      return void (await said(asker, '取消人工'))
    case 'restart':
      return office.restart()
    case 'moves':
      return void (await said(officers[one.who], one.verb))
    case 'waits':
      return office.passes(one.minutes * MINUTE)
  }
}

/** A message that a human answers has no answer of the assistant, and a move may bring more than one. */
function ignoreSilence(error: unknown): undefined {
  if (error instanceof Error && error.message.startsWith('expected one answer')) return undefined
  throw error
}

function expectSilence(office: Office, { from }: Chat, mark: number): void {
  const heard = office.sent.slice(mark).filter(({ to }) => to.conversation === from.conversation)
  for (const { message } of heard) expect(message.text).toMatch(OF_TICKETS)
}

let died = 0

async function saysAndDies(office: Office, { from }: Chat, text: string): Promise<void> {
  const at = office.clock.now()
  await office.receive({ id: `died-${died++}`, from, text, addressed: true, at })
  await office.restart()
  await office.settle()
}

/** In the order in which they went to officers, each as often as it went. */
function reached(office: Office): string[] {
  return office.sent
    .filter(({ to }) => to.conversation === 'first' || to.conversation === 'second')
    .flatMap(({ message }) => /^【工单 T-\d{6}】([^\n]*)$/.exec(message.text)?.[1] ?? [])
}

/** A working day without anybody's doing: what is live is in the hands of somebody who answered, or was alarmed for. */
async function expectSeen(office: Office, admin: Chat): Promise<void> {
  const { clock, store } = office
  clock.advance(instantOf(dayAfter(dayOf(clock.now())), '09:00') - clock.now())
  const mark = office.sent.length
  for (let count = 0; count < 24; count++) {
    clock.advance(16 * MINUTE)
    await office.settle()
  }
  const alarms = textsTo(office, admin, mark).join('\n')
  for (const ticket of await store.tickets.list({ states: liveStates }, 99)) {
    expect(ticket.holder !== undefined).toBe(ticket.state === 'taken')
    if (ticket.state === 'taken') expect(ticket.answered).toBe(true)
    else expect(alarms).toContain(`工单 ${ticket.id} 一直没有人接`)
  }
}
