/** Tickets under any interleaving of the asker's messages, the officers' moves, time and restarts. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { liveStates } from '../../../core/support/ticket.ts'
import { MINUTE } from '../../support/clock.ts'
import type { Chat, Office } from '../../support/office.ts'
import { bureau } from '../../support/support.ts'

const RUNS = process.env['LONG'] ? 300 : 12

type Step =
  | { readonly kind: 'asks' | 'says' | 'ends' | 'restart' }
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
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step>({ kind: 'asks' }) },
  { weight: 6, arbitrary: fc.constantFrom<Step>({ kind: 'says' }) },
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
const OF_TICKETS = /工单|人工服务已经结束|已转给工作人员|【工作人员】/

it('the assistant is silent while one is live, nothing that is said is lost or doubled, and none is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const { office, first, second } = await bureau()
      const asker = office.chat({ channel: 'web', user: 'asker' })
      let count = 0
      /** What was said while somebody held the ticket, and is therefore to have reached them. */
      const relayed: string[] = []
      for (const one of steps) {
        const live = await office.store.tickets.liveOf(asker.from)
        const mark = office.sent.length
        const words = `第${'甲乙丙丁'[count % 4]}${count}件事`
        await perform(one, { office, asker, officers: [first, second], words })
        if (one.kind === 'says') {
          count += 1
          if (live?.state === 'taken') relayed.push(words)
          if (live) expectSilence(office, asker, mark)
          if (live) expect((await office.store.tickets.lines(live.id)).at(-1)?.text).toBe(words)
        }
      }
      await office.settle()
      expect(reached(office, relayed)).toEqual(relayed)
      await expectSeen(office)
    }),
    { numRuns: RUNS },
  )
}, 1_800_000)

interface World {
  readonly office: Office
  readonly asker: Chat
  readonly officers: readonly Chat[]
  readonly words: string
}

async function perform(one: Step, { office, asker, officers, words }: World): Promise<void> {
  const said = (chat: Chat | undefined, text: string) => chat?.says(text).catch(ignoreSilence)
  switch (one.kind) {
    case 'asks':
      return void (await said(asker, '转人工'))
    case 'says':
      return void (await said(asker, words))
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

/** In the order in which they went to officers, each as often as it went. */
function reached(office: Office, words: readonly string[]): string[] {
  const known = new Set(words)
  return office.sent
    .filter(({ to }) => to.conversation === 'first' || to.conversation === 'second')
    .flatMap(({ message }) => /^【工单 T-\d{6}】(第.*件事)$/.exec(message.text)?.[1] ?? [])
    .filter((text) => known.has(text))
}

/** Whatever is live will be looked at, and nobody's silence is final: its time is set. */
async function expectSeen(office: Office): Promise<void> {
  for (const ticket of await office.store.tickets.list({ states: liveStates }, 99)) {
    expect(ticket.nextAt).toBeGreaterThan(office.clock.now() - MINUTE)
    expect(ticket.holder !== undefined).toBe(ticket.state === 'taken')
  }
}
