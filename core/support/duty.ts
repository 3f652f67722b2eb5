/** Nobody waits unseen: what was not taken, or not answered, is announced again, then further up. */
import type { Duty } from '../duty.ts'
import { raiseAlarm } from '../alarm.ts'
import { StaleTurn } from '../errors.ts'
import type { Instant } from '../message.ts'
import { notify } from '../people/notice.ts'
import type { Repositories } from '../store.ts'
import type { Desk } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { zhCN } from '../wording/zh-cn.ts'
import { didItHelp, tellAsker } from './asker.ts'
import { makeTicketMove, PROGRAM } from './moving.ts'
import { ANSWER_WITHIN_MS, takeBy, within } from './hours.ts'
import { AGAIN_MS, placesOf, QUIET_MS } from './queue.ts'
import { freed, hasLeft } from './leaving.ts'
import { announce, tellSeat } from './telling.ts'
import { isWaiting, type Ticket } from './ticket.ts'

const BATCH = 16
/** So often in one place, then the next one up. */
const CALLS = 2

export const supportDuty: Duty = {
  name: 'support',
  async perform(now, desk) {
    const failed: unknown[] = []
    for (const ticket of await desk.store.tickets.due(now, BATCH)) {
      try {
        await desk.store.transaction((tx) => look(tx, desk, ticket, now))
      } catch (error) {
        // Somebody has moved it meanwhile; or it cannot be helped, and the others are not to wait for that.
        if (!(error instanceof StaleTurn)) failed.push(error)
      }
    }
    if (failed.length > 0) throw failed[0]
  },
}

async function look(tx: Repositories, desk: Desk, ticket: Ticket, now: Instant): Promise<void> {
  if (isWaiting(ticket)) return callAgain(tx, desk, ticket, now)
  if (!ticket.answered) return urgeHolder(tx, desk, ticket, now)
  const moved = await makeTicketMove(tx, ticket, 'close', PROGRAM, {}, now)
  await tellSeat(tx, ticket, ({ support }) => support.staff.quiet(moved.id), now)
  const days = QUIET_MS / (24 * 3_600_000)
  const goodbye = {
    text: ({ support }: Wording) => support.closedQuiet(moved.id, days),
    choices: didItHelp(moved.id),
  }
  await tellAsker(tx, desk, moved, { ...goodbye, withHuman: false }, now)
}

/** Once more in the same place, then in the next; when everybody was asked, all of it is an alarm, again and again. */
async function callAgain(tx: Repositories, desk: Desk, ticket: Ticket, now: Instant) {
  const last = Math.max(0, (await placesOf(tx, ticket.queue)).length - 1)
  const up = ticket.calls >= CALLS && ticket.level < last
  const level = Math.min(up ? ticket.level + 1 : ticket.level, last)
  const all = level === last && (last === 0 ? ticket.calls + 1 >= CALLS : true)
  const calls = up ? 1 : ticket.calls + 1
  const { queue } = ticket
  const nextAt = all ? within(desk, queue, now, AGAIN_MS) : takeBy(desk, queue, now)
  const changes = { level, calls, nextAt }
  const move = up ? 'escalate' : 'remind'
  const moved = await makeTicketMove(tx, ticket, move, PROGRAM, changes, now)
  await announce(tx, desk, moved, 'again', now)
  if (!all) return
  const text = zhCN.support.staff.nobodyTook(moved.id)
  await raiseAlarm(tx, desk, { name: `ticket:${moved.id}`, text }, now)
}

/** Who took it is reminded once; then it is anybody's again. */
async function urgeHolder(tx: Repositories, desk: Desk, ticket: Ticket, now: Instant) {
  const { holder, calls, id, queue } = ticket
  if (await hasLeft(tx, ticket)) return freed(tx, desk, ticket, now)
  if (calls === 0 && holder !== undefined) {
    const nextAt = within(desk, queue, now, ANSWER_WITHIN_MS)
    await makeTicketMove(tx, ticket, 'remind', PROGRAM, { calls: 1, nextAt }, now)
    return notify(tx, desk, holder, ({ support }) => support.staff.answerSoon(id), now)
  }
  const nextAt = takeBy(desk, queue, now)
  const moved = await makeTicketMove(tx, ticket, 'transfer', PROGRAM, { calls: 1, nextAt }, now)
  await announce(tx, desk, moved, 'silent', now)
  // Further up than where it was taken, who took it would not see that.
  if (ticket.level > 0 || ticket.seat?.group === false) {
    await tellSeat(tx, ticket, ({ support }) => support.staff.timedOut(id), now)
  }
}
