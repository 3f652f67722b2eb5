/** The tables of void requests and of their history. */
import type { Knex } from 'knex'
import type {
  VoidChanges,
  VoidQuery,
  VoidRequests,
  VoidStep,
} from '../../core/receipts/void/kept.ts'
import {
  afterMove,
  OFFICERS_LEVEL,
  openStates,
  type VoidMove,
  type VoidLevel,
  type VoidReason,
  type VoidRequest,
  type VoidState,
} from '../../core/receipts/void.ts'
import { removeFiles } from './files.ts'

interface Row {
  id: string
  state: VoidState
  previous: VoidState
  version: number
  code: string
  number: string
  name: string
  amount_fen: number
  issued_on: string
  unit: string
  asker: string
  approver: string | null
  confirmer: string | null
  reason: VoidReason
  reason_text: string | null
  paper: string | null
  urgent: number
  needs_officer: number
  level: number
  reminded: number
  at: number
  since: number
  deadline: number | null
  next_at: number | null
  called_at: number | null
  asks: number
  nothings: number
  red_code: string | null
  red_number: string | null
  red_check: string | null
  red_date: string | null
  note: string | null
}

interface StepRow {
  request: string
  version: number
  move: VoidMove
  at: number
  person: string | null
  note: string | null
}

const only = [...openStates, 'done'] as const

export function voidsOf(db: Knex): VoidRequests {
  return { ...movingOf(db), ...lookingOf(db), forget: (...before) => forget(db, ...before) }
}

type Moving = Pick<VoidRequests, 'add' | 'move' | 'note'>

function movingOf(db: Knex): Moving {
  const requests = () => db<Row>('void_requests')
  const change = async ({ id, state, version }: VoidRequest, changed: Partial<Row>) => {
    const rows = await requests()
      .where({ id, state, version })
      .update({ previous: state, ...changed, version: version + 1 })
    return rows === 1 ? toRequest(await requests().where({ id }).first()) : undefined
  }
  const record = ({ id, version }: VoidRequest, { move, at, by, note }: VoidStep) =>
    db<StepRow>('void_steps').insert({
      ...{ request: id, version, move, at },
      ...{ person: by ?? null, note: note ?? null },
    })
  return {
    async add(request) {
      const row = { ...toRow(request), state: 'requested' as const, previous: 'draft' as const }
      const added = await requests().insert(row).onConflict().ignore().returning('id')
      if (added.length === 0) return false
      await record(request, { move: 'request', at: request.at, by: request.asker })
      return true
    },
    async move(request, made, changes = {}) {
      const state = afterMove(request.state, made.move)
      if (state === undefined) return undefined
      const since = state === request.state ? {} : { since: made.at }
      const moved = await change(request, { ...columns(changes), ...since, state })
      if (moved) await record(moved, made)
      return moved
    },
    note: (request, changes) => change(request, columns(changes)),
  }
}

function lookingOf(db: Knex): Omit<VoidRequests, keyof Moving | 'forget'> {
  const requests = () => db<Row>('void_requests')
  return {
    find: async (id) => toRequest(await requests().where({ id }).first()),
    of: async ({ code, number }) =>
      toRequest(await requests().where({ code, number }).whereIn('state', only).first()),
    async steps(id) {
      const rows = await db<StepRow>('void_steps').where({ request: id }).orderBy('version')
      return rows.map(toStep)
    },
    async due(now, limit) {
      const rows = await requests().where('next_at', '<=', now).orderBy('next_at').limit(limit)
      return rows.map(fromRow)
    },
    async list(query, { skip, limit }) {
      const order = query.oldestFirst ? 'asc' : 'desc'
      const ordered = matching(db, query).orderBy([
        { column: 'at', order },
        { column: 'id', order },
      ])
      return ((await ordered.offset(skip).limit(limit)) as Row[]).map(fromRow)
    },
    async count(query) {
      const [row] = (await matching(db, query).count({ n: '*' })) as { n: number | string }[]
      return Number(row?.n ?? 0)
    },
  }
}

function toStep({ move, at, person, note }: StepRow): VoidStep {
  return {
    ...{ move, at },
    ...(person !== null && { by: person }),
    ...(note !== null && { note }),
  }
}

function matching(db: Knex, query: VoidQuery) {
  const { asker, units, regions, states, before, unitName, toConfirm, waitsFor } = query
  const found = db('void_requests')
  if (asker !== undefined) void found.where({ asker })
  if (units) void found.whereIn('unit', [...units])
  if (states) void found.whereIn('state', [...states])
  if (before !== undefined) void found.where('at', '<', before)
  if (regions) {
    const within = db('units')
      .select('code')
      .whereIn('region', [...regions])
    void found.whereIn('unit', within)
  }
  if (unitName !== undefined) void found.whereIn('unit', unitsNamed(db, unitName))
  if (toConfirm) void found.where(TO_CONFIRM)
  if (waitsFor === 'unit') void found.where({ state: 'requested' })
  if (waitsFor === 'officer') void found.where(waitingForOfficers)
  return found
}

function unitsNamed(db: Knex, part: string) {
  const pattern = `%${part.replace(/[!%_]/g, '!$&')}%`
  return db('units').select('code').whereRaw(`name LIKE ? ESCAPE '!'`, [pattern])
}

const TO_CONFIRM = { state: 'approved', needs_officer: 1, confirmer: null } as const

function waitingForOfficers(some: Knex.QueryBuilder): void {
  void some
    .where({ state: 'failed' })
    .orWhere((one) => one.where(TO_CONFIRM))
    .orWhere((one) => one.where({ state: 'requested' }).where('level', '>=', OFFICERS_LEVEL))
}

async function forget(db: Knex, files: number, texts: number, drafts: number): Promise<number> {
  const over = (before: number) =>
    db<Row>('void_requests')
      .whereNotIn('state', [...openStates])
      .where('since', '<', before)
  const ended = over(files).select(db.raw(`'void:' || id`) as never)
  const removed = [
    await removeFiles(db, (all) => all.whereIn('purpose', ended as never)),
    await removeFiles(db, (all) =>
      all
        .where('at', '<', drafts)
        .where((one) =>
          one.whereLike('purpose', 'void-draft:%').orWhereLike('purpose', 'export:%'),
        ),
    ),
  ]
  const told = over(texts).where((one) => one.whereNotNull('reason_text').orWhereNotNull('note'))
  const ids = (await told.select('id')).map(({ id }) => id)
  await db('void_requests').whereIn('id', ids).update({ reason_text: null, note: null })
  await db('void_steps').whereIn('request', ids).update({ note: null })
  return removed.reduce((sum, count) => sum + count, ids.length)
}

/** A change that is there and undefined takes the value away. */
function columns(changes: VoidChanges): Partial<Row> {
  return Object.assign({}, ...Object.entries(changes).map(cellsOf)) as Partial<Row>
}

function cellsOf([field, value]: [string, VoidChanges[keyof VoidChanges]]): Partial<Row> {
  if (typeof value === 'object') return redColumns(value)
  const column = { nextAt: 'next_at', calledAt: 'called_at' }[field] ?? field
  return { [column]: typeof value === 'boolean' ? Number(value) : (value ?? null) }
}

function redColumns({ code, number, check, issuedOn }: NonNullable<VoidRequest['red']>) {
  return { red_code: code, red_number: number, red_check: check, red_date: issuedOn }
}

function toRow(request: VoidRequest): Row {
  const { receipt, amountFen, issuedOn, reasonText, needsOfficer, nextAt, calledAt, red } = request
  const { id, state, version, name, unit, asker, reason, level, at, since, asks, nothings } =
    request
  const { approver, confirmer, paper, deadline, note } = request
  return {
    ...{ id, state, previous: state, version, ...receipt, name, unit, asker, reason, level },
    ...{ at, since, asks, nothings, amount_fen: amountFen, issued_on: issuedOn },
    ...{ approver: approver ?? null, confirmer: confirmer ?? null, paper: paper ?? null },
    ...{ deadline: deadline ?? null, note: note ?? null, reason_text: reasonText ?? null },
    urgent: request.urgent ? 1 : 0,
    reminded: request.reminded ? 1 : 0,
    needs_officer: needsOfficer ? 1 : 0,
    ...{ next_at: nextAt ?? null, called_at: calledAt ?? null },
    ...(red
      ? redColumns(red)
      : { red_code: null, red_number: null, red_check: null, red_date: null }),
  }
}

function toRequest(row: Row | undefined): VoidRequest | undefined {
  return row && fromRow(row)
}

function fromRow(row: Row): VoidRequest {
  const { id, state, version, code, number, name, unit, asker, reason, at, since } = row
  const { red_code, red_number, red_check, red_date } = row
  const red = red_code !== null &&
    red_number !== null && {
      red: { code: red_code, number: red_number, check: red_check ?? '', issuedOn: red_date ?? '' },
    }
  return {
    ...{ id, state, version, receipt: { code, number }, name, unit, asker, reason, at, since },
    ...{
      amountFen: row.amount_fen,
      issuedOn: row.issued_on,
      asks: row.asks,
      nothings: row.nothings,
    },
    ...{ urgent: row.urgent === 1, reminded: row.reminded === 1 },
    ...{ needsOfficer: row.needs_officer === 1, level: row.level as VoidLevel },
    ...given('approver', row.approver),
    ...given('confirmer', row.confirmer),
    ...given('reasonText', row.reason_text),
    ...given('paper', row.paper),
    ...given('deadline', row.deadline),
    ...given('nextAt', row.next_at),
    ...given('calledAt', row.called_at),
    ...given('note', row.note),
    ...(red || {}),
  }
}

function given<Name extends string, Value>(name: Name, value: Value | null) {
  return (value === null ? {} : { [name]: value }) as { [Key in Name]?: Value }
}
