/** 未确认 and 提醒未确认的: who has not said 收到 in an officer's own region, and a word to them. */
import type { Choice } from '../message.ts'
import { cityOf, regionName } from '../people/regions.ts'
import type { Repositories } from '../store.ts'
import type { Desk, Intent, Outcome, Turn } from '../turn.ts'
import type { Announcement } from './announcement.ts'
import { chooseOne, numberless } from './choosing.ts'
import type { RegionCount, Within } from './kept.ts'
import { refusalOf } from './moving.ts'
import { reachIn, remind } from './reminding.ts'
import { idIn } from './naming.ts'
import { reported } from './report.ts'

/** So many names are written out; more are in the workbook. */
const MOST_NAMED = 20
const MOST_REGIONS = 20

export const chasing: Intent = {
  name: 'chasing',
  commands: ['unreadNotice', 'remindNotice', 'reportNotice'],
  handle: async (turn, desk) => {
    const bare = numberless(turn)
    if (bare) return chooseOne(turn, desk, bare, chasing.handle)
    const id = turn.picked?.data?.['id'] ?? idIn(turn.text) ?? ''
    const announcement = await desk.store.announcements.find(id)
    const reach = await reachIn(desk.store, turn.person, announcement)
    if (!announcement || !reach) {
      const reason = turn.person ? 'not-there' : 'not-allowed'
      return { reply: { text: turn.wording.announcements.refusals[reason] }, dialog: 'keep' }
    }
    const action = turn.picked?.action ?? turn.command
    if (action === 'remindNotice') return reminded(turn, desk, announcement)
    if (action === 'reportNotice') return reported(turn, desk, announcement, reach)
    return unread(turn, desk, announcement, reach)
  },
}

async function unread(
  turn: Turn,
  { store }: Desk,
  announcement: Announcement,
  reach: Within,
): Promise<Outcome> {
  const { id, title } = announcement
  const { announcements: words } = turn.wording
  const counts = await store.deliveries.byRegion(id, reach)
  const waiting = counts.filter(({ state, acknowledged }) => isOpen(state) && !acknowledged)
  const left = sumOf(waiting)
  const [all, acknowledged] = [sumOf(counts), sumOf(counts.filter((one) => one.acknowledged))]
  const query = { ...reach, acknowledged: false, after: 0, limit: MOST_NAMED }
  const names = left > MOST_NAMED ? [] : await store.deliveries.list(id, query)
  const lines = [
    words.chase.head(title, { all, acknowledged, left, missed: all - acknowledged - left }),
    ...(names.length > 0 ? names.map(({ name }) => `- ${name}`) : regionLines(waiting)),
  ]
  const choice = (action: 'remindNotice' | 'reportNotice'): Choice => ({
    ...{ label: words.chase.choices[action], intent: 'chasing', action, data: { id } },
  })
  const choices = [
    ...(left > 0 && isOn(announcement) ? [choice('remindNotice')] : []),
    choice('reportNotice'),
  ]
  return { reply: { text: lines.join('\n'), choices }, dialog: 'keep' }
}

const isOn = ({ state, replacedBy }: Announcement) =>
  state !== 'cancelled' && replacedBy === undefined

const isOpen = (state: RegionCount['state']) =>
  state === 'sent' || state === 'unknown' || state === 'sending'

const sumOf = (counts: readonly RegionCount[]) => counts.reduce((sum, { count }) => sum + count, 0)

/** By city while they lie in several, else by county; those with the most first. */
function regionLines(waiting: readonly RegionCount[]): string[] {
  const cities = new Set(waiting.map(({ region }) => cityOf(region)))
  const sums = new Map<string, number>()
  for (const { region, count } of waiting) {
    const place = cities.size > 1 ? cityOf(region) : region
    sums.set(place, (sums.get(place) ?? 0) + count)
  }
  return [...sums]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_REGIONS)
    .map(([region, count]) => `- ${regionName(region)}：${count}`)
}

/** Kept with the answer; who asks and whom it reaches are looked at anew there. */
function reminded(turn: Turn, desk: Desk, { id, acknowledge }: Announcement): Outcome {
  const { message, now, wording } = turn
  const isOver = !acknowledge || acknowledge.until <= now
  const { announcements: words } = wording
  let text = ''
  const write = async (tx: Repositories) => {
    const person = await tx.people.ofAccount(message.from)
    if (!person) {
      text = words.refusals['not-allowed']
      return
    }
    const actor = { person, pseudonym: desk.keys.person(message.from) }
    const done = await remind(tx, desk, actor, id, now)
    if (done.kind === 'done') text = words.chase.reminded(done.count, done.announcement.id)
    else if (done.reason === 'wrong-state' && isOver) text = words.chase.over(id)
    else text = await refusalOf(tx, id, done.reason, words)
  }
  return { reply: { text }, finalText: () => text, dialog: 'keep', writes: [write] }
}
