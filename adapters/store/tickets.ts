/** The tables of tickets, of what was said in them, of blocks and of drafts. */
import type { Knex } from 'knex'
import type { Audience } from '../../core/people/kept.ts'
import type { Locale } from '../../core/session.ts'
import type { TicketChanges, TicketLine, Tickets } from '../../core/support/kept.ts'
import {
  afterTicketMove,
  liveStates,
  type Asker,
  type Ticket,
  type TicketState,
} from '../../core/support/ticket.ts'

interface Row {
  id: string
  state: TicketState
  version: number
  channel: string
  conversation: string
  account: string
  person: string
  locale: Locale
  kind: string | null
  region: string
  level: number
  calls: number
  holder: string | null
  seat_channel: string | null
  seat_conversation: string | null
  seat_group: number | null
  answered: number
  told: number
  at: number
  since: number
  next_at: number | null
}

interface LineRow {
  seq: number
  ticket: string
  author: TicketLine['by']
  text: string
  at: number
  person: string | null
}

interface DraftRow {
  ticket: string
  question: string
  wordings: string
  answer: string
  at: number
}

export function ticketsOf(db: Knex): Tickets {
  const tickets = () => db<Row>('tickets')
  const find = async (id: string) => toTicket(await tickets().where({ id }).first())
  const change = async ({ id, state, version }: Ticket, changed: Partial<Row>) => {
    const rows = await tickets()
      .where({ id, state, version })
      .update({ ...changed, version: version + 1 })
    return rows === 1 ? find(id) : undefined
  }
  const ofAsker = ({ channel, conversation, user }: Asker) =>
    tickets().where({ channel, conversation, account: user })
  return {
    add: async (ticket) => void (await tickets().insert(toRow(ticket))),
    find,
    liveOf: async (asker) =>
      toTicket(
        await ofAsker(asker)
          .whereIn('state', [...liveStates])
          .first(),
      ),
    lastOf: async (asker) => toTicket(await ofAsker(asker).orderBy('at', 'desc').first()),
    async move(ticket, move, changes, now) {
      const state = afterTicketMove(ticket.state, move)
      if (state === undefined) return undefined
      const since = state === ticket.state ? {} : { since: now }
      return change(ticket, { ...columns(changes), ...since, state })
    },
    note: (ticket, changes) => change(ticket, columns(changes)),
    async due(now, limit) {
      const rows = await tickets().where('next_at', '<=', now).orderBy('next_at').limit(limit)
      return rows.map(fromRow)
    },
    async list({ states, regions }, limit) {
      const found = tickets().whereIn('state', [...states])
      if (regions) void found.whereIn('region', [...regions])
      const rows = await found.orderBy('at').orderBy('id').limit(limit)
      return rows.map(fromRow)
    },
    async opened(person, since) {
      const [row] = await tickets().where({ person }).where('at', '>=', since).count({ n: '*' })
      return Number(row?.['n'] ?? 0)
    },
    ...linesOf(db),
    ...blocksOf(db),
    ...draftsOf(db),
    forget: (texts, before) => forget(db, texts, before),
  }
}

function linesOf(db: Knex): Pick<Tickets, 'say' | 'lines'> {
  const lines = () => db<LineRow>('ticket_lines')
  return {
    async say(ticket, { by, text, at, person = null }) {
      await lines().insert({ ticket, author: by, text, at, person })
    },
    async lines(ticket) {
      const rows = await lines().where({ ticket }).orderBy('seq')
      return rows.map(({ author: by, text, at, person }) => ({
        ...{ by, text, at },
        ...(person !== null && { person }),
      }))
    },
  }
}

function blocksOf(db: Knex): Pick<Tickets, 'block' | 'unblock' | 'isBlocked'> {
  const blocks = () => db<{ person: string; made_by: string; at: number }>('blocks')
  return {
    async block(person, by, at) {
      await blocks().insert({ person, made_by: by, at }).onConflict('person').ignore()
    },
    unblock: async (person) => (await blocks().where({ person }).delete()) === 1,
    isBlocked: async (person) => (await blocks().where({ person }).first()) !== undefined,
  }
}

function draftsOf(db: Knex): Pick<Tickets, 'addDraft' | 'drafts'> {
  const drafts = () => db<DraftRow>('ticket_drafts')
  return {
    async addDraft({ wordings, ...draft }) {
      const row = { ...draft, wordings: JSON.stringify(wordings) }
      await drafts().insert(row).onConflict('ticket').merge()
    },
    async drafts(since, limit) {
      const rows = await drafts().where('at', '>=', since).orderBy('at').limit(limit)
      return rows.map((row) => ({ ...row, wordings: JSON.parse(row.wordings) as string[] }))
    },
  }
}

async function forget(db: Knex, texts: number, before: number): Promise<number> {
  const over = (since: number) =>
    db<Row>('tickets')
      .whereNotIn('state', [...liveStates])
      .where('since', '<', since)
  const files = over(texts).select(db.raw(`'ticket:' || id`) as never)
  const fileRows = db('files').whereIn('purpose', files as never)
  await db('file_links')
    .whereIn('file', fileRows.clone().select('id') as never)
    .delete()
  await fileRows.delete()
  const lines = await db('ticket_lines')
    .whereIn('ticket', over(texts).select('id') as never)
    .delete()
  const drafts = await db('ticket_drafts').where('at', '<', before).delete()
  return lines + drafts + (await over(before).delete())
}

function columns(changes: TicketChanges): Partial<Row> {
  const { queue, seat, answered, told, nextAt, holder, level, calls } = changes
  return {
    ...(queue && queueColumns(queue)),
    ...('seat' in changes && seatColumns(seat)),
    ...('holder' in changes && { holder: holder ?? null }),
    ...('nextAt' in changes && { next_at: nextAt ?? null }),
    ...(level !== undefined && { level }),
    ...(calls !== undefined && { calls }),
    ...(answered !== undefined && { answered: answered ? 1 : 0 }),
    ...(told !== undefined && { told: told ? 1 : 0 }),
  }
}

function queueColumns({ kind = null, region }: { kind?: Audience['kind'] | null; region: string }) {
  return { kind, region }
}

function seatColumns(seat: Ticket['seat']) {
  return {
    seat_channel: seat?.channel ?? null,
    seat_conversation: seat?.conversation ?? null,
    seat_group: seat ? Number(seat.group) : null,
  }
}

function toRow(ticket: Ticket): Row {
  const { id, state, version, asker, person, locale, queue, level, calls, holder = null } = ticket
  const { channel, conversation, user: account } = asker
  return {
    ...{ id, state, version, channel, conversation, account, person, locale, level, calls, holder },
    ...queueColumns(queue),
    ...seatColumns(ticket.seat),
    answered: ticket.answered ? 1 : 0,
    told: ticket.told ? 1 : 0,
    at: ticket.at,
    since: ticket.since,
    next_at: ticket.nextAt ?? null,
  }
}

function toTicket(row: Row | undefined): Ticket | undefined {
  return row && fromRow(row)
}

function fromRow(row: Row): Ticket {
  const { id, state, version, channel, conversation, account, person, locale, level, calls } = row
  const { kind, holder, next_at: nextAt, seat_channel: at, seat_conversation: seat } = row
  return {
    ...{ id, state, version, person, locale, level, calls },
    asker: { channel, conversation, user: account, group: false },
    queue: {
      region: row.region,
      ...(kind !== null && { kind: kind as Audience['kind'] & string }),
    },
    ...(holder !== null && { holder }),
    ...(at !== null &&
      seat !== null && { seat: { channel: at, conversation: seat, group: row.seat_group === 1 } }),
    answered: row.answered === 1,
    told: row.told === 1,
    at: row.at,
    since: row.since,
    ...(nextAt !== null && { nextAt }),
  }
}
