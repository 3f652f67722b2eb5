/** Payers' wishes as the unit sees them: masked, to be taken up as a request or declined. */
import { StaleTurn } from '../../errors.ts'
import type { Choice } from '../../message.ts'
import { tellAccount } from '../../people/notice.ts'
import { may, unitsFor } from '../../people/role.ts'
import type { Repositories } from '../../store.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import { localDay } from '../date.ts'
import { advance } from './asking.ts'
import { found } from './finding.ts'
import type { VoidWish } from './kept.ts'
import { pageOf } from './lists.ts'
import { redPage } from './red-page.ts'
import { wishReply } from './wish-card.ts'
import { passedOn } from './wishing.ts'

/** Of those that wait for a unit, so many are looked at. */
const MOST_WAITING = 200

export const wish: Intent = {
  name: 'wish',
  commands: ['wishes'],
  handle: async (turn, desk) => {
    const { picked, wording } = turn
    const id = picked?.data?.['id'] ?? ''
    switch (picked?.action) {
      case 'pass':
        return passedOn(turn, desk, picked)
      case 'no':
        return { reply: { text: wording.void.done.kept } }
      case 'red':
        return redOf(turn, desk, id)
      case 'show':
      case 'take':
      case 'decline':
        return onWish(turn, desk, id, picked.action)
      default:
        return waiting(turn, desk)
    }
  },
}

async function waiting(turn: Turn, desk: Desk): Promise<Outcome> {
  const { ask: words, reasons } = turn.wording.void
  const units = unitsFor(turn.person, 'void.request')
  if (units.length === 0) return { reply: { text: turn.wording.people.refused }, dialog: 'keep' }
  const all = (
    await Promise.all(units.map(({ code }) => desk.store.wishes.open(code, MOST_WAITING)))
  ).flat()
  if (all.length === 0) return { reply: { text: words.wish.none }, dialog: 'keep' }
  const choices = pageOf(all, turn, 'wish', ({ id, name, at, reason }): Choice => {
    const label = `${name} ${words.wish.line(localDay(at), reasons[reason])}`
    return { label, intent: 'wish', action: 'show', data: { id } }
  })
  return { reply: { text: words.wish.waiting(all.length), choices }, dialog: 'keep' }
}

async function onWish(
  turn: Turn,
  desk: Desk,
  id: string,
  action: 'show' | 'take' | 'decline',
): Promise<Outcome> {
  const { wording } = turn
  const open = await openWish(turn, desk.store, id)
  if (!open) return { reply: { text: wording.void.ask.wish.gone }, dialog: 'keep' }
  if (action === 'take') return advance(turn, desk, { ...open.receipt, ...reasonOf(open) })
  if (action === 'decline') {
    const actor = desk.keys.person(turn.message.from)
    return {
      reply: { text: wording.void.ask.wish.declined },
      writes: [declined(turn, desk, id)],
      audit: { actor, action: 'void.wish', object: id, result: 'declined' },
    }
  }
  const seen = await found(turn, desk, open.receipt)
  if (seen.kind === 'found') return { reply: wishReply(open, seen.receipt, wording) }
  return seen.outcome ?? { reply: { text: wording.void.ask.wish.gone } }
}

/** The payer's own words would be asked for by 其他: that the clerk writes. */
function reasonOf({ reason }: VoidWish) {
  return reason === '其他' ? {} : { reason }
}

/** Still open, and of a unit for which this person may ask. */
async function openWish(
  { person }: Pick<Turn, 'person'>,
  { wishes, units }: Pick<Repositories, 'wishes' | 'units'>,
  id: string,
): Promise<VoidWish | undefined> {
  const wish = await wishes.find(id)
  const unit = wish && (await units.find(wish.unit))
  if (wish?.state !== 'open' || !unit || !may(person, 'void.request', { unit })) return undefined
  return wish
}

function declined({ message, now }: Turn, desk: Desk, id: string): Write {
  return async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    const open = await openWish(person ? { person } : {}, tx, id)
    if (!open || !(await tx.wishes.settle(id, 'open', 'declined'))) throw new StaleTurn()
    const unit = (await tx.units.find(open.unit))?.name ?? open.unit
    const to = { ...open.account, group: false }
    const words = ({ void: { told } }: Wording) => told.payerDeclined(unit, open.name)
    await tellAccount(tx, desk, to, words, now)
  }
}

/** For the account that wished, and no other. */
async function redOf(turn: Turn, desk: Desk, id: string): Promise<Outcome> {
  const { wording, message } = turn
  const kept = await desk.store.wishes.find(id)
  const { channel, user } = message.from
  const own = kept?.account.channel === channel && kept.account.user === user
  const request =
    own && kept.request !== undefined ? await desk.store.voids.find(kept.request) : undefined
  if (!request?.red) return { reply: { text: wording.void.done.noSuch } }
  return redPage(turn, desk, request.red)
}
