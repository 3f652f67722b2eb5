/** 冲红列表: what officers see of all requests, by state, unit and age; also as a workbook. */
import { exported } from '../../files/export.ts'
import type { Choice } from '../../message.ts'
import { regionsOf } from '../../people/reach.ts'
import type { Desk, Outcome, Turn } from '../../turn.ts'
import { openStates, type VoidRequest, type VoidState } from '../void.ts'
import { clockTime, localDay } from '../date.ts'
import { noteIn, stateIn } from './card.ts'
import type { VoidQuery } from './kept.ts'
import { lineChoice, MOST_SHOWN, nextPage } from './lists.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Beside “export” and “next page”. */
const PAGE = MOST_SHOWN - 2
const MOST_EXPORTED = 5000

const stateWords: readonly (readonly [readonly VoidState[], RegExp])[] = [
  [['requested'], /待审批|waiting/iu],
  [['approved'], /已同意|approved/iu],
  [['submitted'], /已提交|submitted/iu],
  [['done'], /已冲红|done/iu],
  [['refused'], /未受理|refused/iu],
  [['failed'], /不明|failed/iu],
  [['returned'], /已退回|returned/iu],
  [['withdrawn'], /已撤回|withdrawn/iu],
  [['expired'], /逾期|expired/iu],
  [openStates, /未结|open/iu],
]

/** Only what lies in this person's regions is ever asked for. */
export async function listAll(turn: Turn, desk: Desk): Promise<Outcome> {
  const { wording, picked, person } = turn
  const { list: words } = wording.void
  const reach = regionsOf(person)
  if (!reach) return { reply: { text: wording.people.refused }, dialog: 'keep' }
  const { filter = turn.text, skip = '0', to } = picked?.data ?? {}
  const { query, parts } = queryIn(filter, turn)
  const asked = { ...query, ...reach }
  if (to === 'file') return listFile(turn, desk, asked)
  const [requests, count] = await Promise.all([
    desk.store.voids.list(asked, { skip: Number(skip), limit: PAGE }),
    desk.store.voids.count(asked),
  ])
  const shown = words.filter(parts)
  if (count === 0) {
    const text = `${words.noneAll(shown)}\n${words.hint}`
    return { reply: { text }, dialog: 'keep' }
  }
  const next = Number(skip) + PAGE
  const toFile: Choice = {
    ...{ label: wording.void.choices.export, intent: 'request', action: 'list' },
    data: { filter, to: 'file' },
  }
  const choices = [
    ...requests.map((request) => lineChoice(request, wording)),
    ...(count > next ? [nextPage('list', { filter, skip: String(next) }, wording)] : []),
    toFile,
  ]
  return { reply: { text: `${words.all(shown, count)}\n${words.hint}`, choices }, dialog: 'keep' }
}

/** What was asked for, and the words that say so. */
function queryIn(text: string, { now, wording }: Turn): { query: VoidQuery; parts: string[] } {
  const { list: words, states: names } = wording.void
  const states = stateWords.find(([, pattern]) => pattern.test(text))?.[0]
  const days = /(\d{1,4})\s*(?:天|days?)/iu.exec(text)?.[1]
  const unit = /(?<![0-9A-Za-z-])(?=[0-9A-Za-z-]*\d)[0-9A-Za-z-]{8,30}(?![0-9A-Za-z-])/u.exec(text)
  const code = unit?.[0].toUpperCase()
  const unitName = code === undefined ? nameIn(text) : undefined
  return {
    query: {
      ...(states && { states }),
      ...(days !== undefined && { before: now - Number(days) * DAY_MS }),
      ...(code !== undefined && { units: [code] }),
      ...(unitName !== undefined && { unitName }),
    },
    parts: [
      ...(states ? [states.map((state) => names[state]).join('、')] : []),
      ...[code, unitName].filter((part) => part !== undefined),
      ...(days !== undefined ? [words.older(Number(days))] : []),
    ],
  }
}

/** What is left of a filter without states, ages and the words between: part of a unit's name. */
function nameIn(text: string): string | undefined {
  const patterns = stateWords.map(([, { source }]) => source)
  const others = [
    '全部',
    '所有',
    '超过',
    '以上',
    'older than',
    'all',
    '单位',
    '\\d+\\s*(?:天|days?)',
  ]
  const left = text.replace(new RegExp([...patterns, ...others].join('|'), 'giu'), ' ')
  const name = left.replace(/[\s，,；;、：:的]+/gu, ' ').trim()
  return name.length >= 2 ? name.slice(0, 60) : undefined
}

async function listFile(turn: Turn, desk: Desk, query: VoidQuery): Promise<Outcome> {
  const { list: words } = turn.wording.void
  const [found, count] = await Promise.all([
    desk.store.voids.list(query, { skip: 0, limit: MOST_EXPORTED }),
    desk.store.voids.count(query),
  ])
  const rows = await Promise.all(found.map((request) => rowOf(request, turn, desk)))
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

async function rowOf(request: VoidRequest, { wording, now }: Turn, { store }: Desk) {
  const { id, unit, name, receipt, amountFen, issuedOn, reason, red } = request
  const { card } = wording.void
  return [
    ...[id, stateIn(request, wording), unit, (await store.units.find(unit))?.name ?? '', name],
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
