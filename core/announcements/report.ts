/** 通知报表: how an announcement stands as a workbook, by region and by recipient, for what lies in an officer's region. */
import { exported } from '../files/export.ts'
import { cityOf, regionName } from '../people/regions.ts'
import type { Sheet } from '../ports.ts'
import { clockTime, localDay } from '../receipts/date.ts'
import type { Desk, Outcome, Turn } from '../turn.ts'
import type { Announcement } from './announcement.ts'
import { type DeliveryState, deliveryStates } from './delivery.ts'
import type { Delivery, Within } from './kept.ts'

const ROWS_AT_ONCE = 5000
/** More than all units there are. */
const MOST_ROWS = 60_000

export async function reported(
  turn: Turn,
  desk: Desk,
  { id }: Announcement,
  reach: Within,
): Promise<Outcome> {
  const { report: words } = turn.wording.announcements
  const rows = await rowsOf(desk, id, reach)
  const made = await exported(id, [sumsSheet(rows, turn), rowsSheet(rows, turn)], turn, desk)
  if (!made) return { reply: { text: words.tooLarge }, dialog: 'keep' }
  const actor = desk.keys.person(turn.message.from)
  return {
    reply: { text: words.made(id, rows.length), files: [made.file] },
    writes: made.writes,
    audit: { actor, action: 'announcement.report', object: id, result: String(rows.length) },
    dialog: 'keep',
  }
}

async function rowsOf({ store }: Desk, id: string, reach: Within): Promise<Delivery[]> {
  const rows: Delivery[] = []
  while (rows.length < MOST_ROWS) {
    const after = rows.at(-1)?.id ?? 0
    const some = await store.deliveries.list(id, { ...reach, after, limit: ROWS_AT_ONCE })
    rows.push(...some)
    if (some.length < ROWS_AT_ONCE) break
  }
  return rows
}

function sumsSheet(rows: readonly Delivery[], { wording: { announcements } }: Turn): Sheet {
  const { report: words, deliveries: names, fields } = announcements
  const sums = new Map<string, Record<DeliveryState, number> & { acknowledged: number }>()
  for (const { region, state, acknowledgedAt } of rows) {
    const city = cityOf(region)
    const sum = sums.get(city) ?? { ...noSums }
    sum[state] += 1
    if (acknowledgedAt !== undefined) sum.acknowledged += 1
    sums.set(city, sum)
  }
  const lines = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    name: words.sums,
    header: [
      ...[words.region, fields.total, fields.acknowledged],
      ...deliveryStates.map((state) => names[state]),
    ],
    rows: lines.map(([region, sum]) => [
      ...[regionName(region), deliveryStates.reduce((all, state) => all + sum[state], 0)],
      ...[sum.acknowledged, ...deliveryStates.map((state) => sum[state])],
    ]),
  }
}

const noSums = {
  ...{ pending: 0, sending: 0, sent: 0, blocked: 0, failed: 0, unknown: 0, skipped: 0 },
  acknowledged: 0,
}

function rowsSheet(rows: readonly Delivery[], { wording, now }: Turn): Sheet {
  const { report: words, deliveries: names, reasonWords } = wording.announcements
  return {
    name: words.rows,
    header: words.header,
    rows: rows.map(({ recipient, name, region, to, state, reason, acknowledgedAt }) => [
      ...[name, recipient.startsWith('unit:') ? recipient.slice(5) : '', regionName(region)],
      ...[to ? wording.people.channel(to.channel) : '', to?.group ? words.group : ''],
      ...[names[state], reasonWords(reason)],
      acknowledgedAt === undefined
        ? ''
        : `${localDay(acknowledgedAt)} ${clockTime(acknowledgedAt, now)}`,
    ]),
  }
}
