/** 冲红列表: what officers see of all requests, by state, unit and age; also as a workbook. */
import { exported } from '../../files/export.ts'
import type { Choice } from '../../message.ts'
import { regionsOf } from '../../people/reach.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import type { Wording } from '../../wording/wording.ts'
import type { VoidRequest } from '../void.ts'
import { clockTime, localDay } from '../date.ts'
import { noteIn, stateIn } from './card.ts'
import { filterIn } from './filter.ts'
import type { VoidQuery } from './kept.ts'
import { lineChoice, MOST_SHOWN, nextPage } from './lists.ts'

/** Beside “export” and “next page”. */
const PAGE = MOST_SHOWN - 2
const MOST_EXPORTED = 5000

/** Only what lies in this person's regions is ever asked for. */
export async function listAll(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, picked, person } = turn
  const { list: words } = wording.void
  const reach = regionsOf(person)
  if (!reach) return { reply: { text: wording.people.refused }, dialog: 'keep' }
  const { filter = turn.text, skip = '0', to } = picked?.data ?? {}
  const { query, parts } = filterIn(filter, turn)
  const asked = { ...query, ...reach }
  if (to === 'file') return listFile(turn, desk, asked)
  const [requests, count] = await Promise.all([
    desk.store.voids.list(asked, { skip: Number(skip), limit: PAGE }),
    desk.store.voids.count(asked),
  ])
  const shown = words.filter(parts)
  const said = count === 0 ? words.noneAll(shown) : words.all(shown, count)
  const reply = { text: `${said}\n${words.hint}` }
  if (count === 0) return { reply, dialog: 'keep' }
  const more = count > Number(skip) + PAGE
  const choices = [
    ...requests.map((request) => lineChoice(request, wording)),
    ...(more
      ? [nextPage('request', 'list', { filter, skip: String(Number(skip) + PAGE) }, wording)]
      : []),
    toFile(filter, wording),
  ]
  return { reply: { ...reply, choices }, dialog: 'keep' }
}

function toFile(filter: string, { void: { choices } }: Wording): Choice {
  const data = { filter, to: 'file' }
  return { label: choices.export, intent: 'request', action: 'list', data }
}

async function listFile(turn: Turn, desk: Desk, query: VoidQuery): Promise<Outcome> {
  const { list: words } = turn.wording.void
  const [found, count] = await Promise.all([
    desk.store.voids.list(query, { skip: 0, limit: MOST_EXPORTED }),
    desk.store.voids.count(query),
  ])
  const names = await unitNames(found, desk)
  const rows = found.map((request) => rowOf(request, names, turn))
  const sheet = { name: words.exportName, header: words.header, rows }
  const made = await exported(words.exportName, [sheet], turn, desk)
  if (!made) return { reply: { text: words.notExported }, dialog: 'keep' }
  const actor = desk.keys.person(turn.message.from)
  return {
    reply: { text: words.exported(found.length, count), files: [made.file] },
    writes: made.writes,
    audit: { actor, action: 'void.export', object: 'requests', result: `${found.length}` },
    dialog: 'keep',
  }
}

/** Each unit is looked up once, however many requests it has. */
async function unitNames(requests: readonly VoidRequest[], { store }: Desk) {
  const codes = [...new Set(requests.map(({ unit }) => unit))]
  const units = await Promise.all(codes.map((code) => store.units.find(code)))
  return new Map(codes.map((code, at) => [code, units[at]?.name ?? '']))
}

function rowOf(
  request: VoidRequest,
  unitNames: ReadonlyMap<string, string>,
  { wording, now }: Turn,
): (string | number)[] {
  const { id, unit, name, receipt, amountFen, issuedOn, reason, red } = request
  const { card } = wording.void
  return [
    ...[id, stateIn(request, wording), unit, unitNames.get(unit) ?? '', name],
    ...[receipt.code, receipt.number, amountFen / 100, issuedOn],
    ...[card.reasonText(reason, request.reasonText), noteIn(request, wording) ?? ''],
    ...[dayAndTime(request.at, now), dayAndTime(request.since, now), red?.number ?? ''],
  ]
}

function dayAndTime(instant: number, now: number): string {
  const day = localDay(instant)
  const time = clockTime(instant, now)
  return time.startsWith(day) ? time : `${day} ${time}`
}
