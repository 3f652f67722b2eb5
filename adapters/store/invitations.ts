/** The tables of invitations, tied groups, verified phones and imports. */
import type { Knex } from 'knex'
import type {
  AccountKey,
  Audience,
  Groups,
  ImportRecord,
  Imports,
  Invitations,
  KeptInvitation,
  PhoneCode,
  Phones,
  TiedGroup,
} from '../../core/people/kept.ts'
import type { Role } from '../../core/people/person.ts'

interface InvitationRow {
  hash: string
  role: Role
  unit: string | null
  region: string | null
  name: string
  given_by: string
  person: string | null
  expires_at: number
  state: KeptInvitation['state']
}

export function invitationsOf(db: Knex): Invitations {
  const invitations = () => db<InvitationRow>('invitations')
  return {
    async add(
      hash,
      { given: { role, unit = null, region = null }, name, by, person = null, expiresAt },
    ) {
      const row = { hash, role, unit, region, name, given_by: by, person, expires_at: expiresAt }
      await invitations().insert({ ...row, state: 'open' })
    },
    async find(hash) {
      const row = await invitations().where({ hash }).first()
      return row && toInvitation(row)
    },
    async openFor(name, now) {
      const rows = await invitations()
        .where({ name, state: 'open' })
        .where('expires_at', '>', now)
        .whereNull('person')
        .orderBy(['expires_at', 'hash'])
      return rows.map((row) => {
        const { state: _state, ...invitation } = toInvitation(row)
        return { ...invitation, hash: row.hash }
      })
    },
    close: async (hash, state) =>
      (await invitations().where({ hash, state: 'open' }).update({ state })) === 1,
    forget: (before) => invitations().where('expires_at', '<', before).delete(),
  }
}

function toInvitation(row: InvitationRow): KeptInvitation {
  const { role, unit, region, name, given_by: by, person, expires_at: expiresAt, state } = row
  const given = { role, ...(unit !== null && { unit }), ...(region !== null && { region }) }
  return { given, name, by, expiresAt, state, ...(person !== null && { person }) }
}

interface GroupRow {
  channel: string
  conversation: string
  kind: string | null
  region: string
  staff: number
  given_by: string
  since: number
  blocked_at: number | null
}

export function groupsOf(db: Knex): Groups {
  const groups = () => db<GroupRow>('tied_groups')
  return {
    async tie({ channel, conversation, audience: { kind = null, region }, staff, by }, now) {
      const row = {
        channel,
        conversation,
        kind,
        region,
        staff: staff ? 1 : 0,
        given_by: by,
        since: now,
        blocked_at: null,
      }
      await groups().insert(row).onConflict(['channel', 'conversation']).merge()
    },
    untie: async (channel, conversation) =>
      (await groups().where({ channel, conversation }).delete()) === 1,
    async find(channel, conversation) {
      const row = await groups().where({ channel, conversation }).first()
      return row && toGroup(row)
    },
    list: async () => (await groups().orderBy(['since', 'channel', 'conversation'])).map(toGroup),
  }
}

function toGroup({
  channel,
  conversation,
  kind,
  region,
  staff,
  given_by: by,
  blocked_at,
}: GroupRow): TiedGroup {
  const audience = { region, ...(kind !== null && { kind: kind as NonNullable<Audience['kind']> }) }
  const blocked = blocked_at !== null && { blocked: true }
  return { channel, conversation, audience, staff: staff === 1, by, ...blocked }
}

interface CodeRow {
  id: string
  channel: string
  account: string
  phone: string
  hash: string
  at: number
  open: number
}

export function phonesOf(db: Knex): Phones {
  const phones = () =>
    db<{ channel: string; account: string; phone: string; since: number }>('phones')
  const codes = () => db<CodeRow>('phone_codes')
  const where = ({ channel, user }: AccountKey) => ({ channel, account: user })
  return {
    of: (account) => phones().select('phone', 'since').where(where(account)).first(),
    async set(account, phone, now) {
      const row = { ...where(account), phone, since: now }
      await phones().insert(row).onConflict(['channel', 'account']).merge()
    },
    drop: async (account) => void (await phones().where(where(account)).delete()),
    async addCode({ id, phone, hash, at, ...account }) {
      await codes().where(where(account)).update({ open: 0 })
      await codes().insert({ ...where(account), id, phone, hash, at, open: 1 })
    },
    dropCode: async (id) => void (await codes().where({ id }).delete()),
    async code(account) {
      const row = await codes()
        .where({ ...where(account), open: 1 })
        .first()
      return row && toCode(row)
    },
    closeCode: async (id) => void (await codes().where({ id }).update({ open: 0 })),
    async sent(account, phone, since) {
      const count = async (which: object) => {
        const row = await codes().where(which).where('at', '>', since).count({ n: '*' }).first()
        return Number(row?.['n'] ?? 0)
      }
      return {
        account: await count(where(account)),
        phone: await count({ phone }),
        all: await count({}),
      }
    },
    async forget(verifiedBefore, codesBefore) {
      const gone = await phones().where('since', '<', verifiedBefore).delete()
      return gone + (await codes().where('at', '<', codesBefore).delete())
    },
  }
}

function toCode({ account, open: _open, ...row }: CodeRow): PhoneCode {
  return { ...row, user: account }
}

export function importsOf(db: Knex): Imports {
  const imports = () => db<ImportRecord & { id: number }>('imports')
  return {
    add: async ({ kind, at, read, imported, refused }) =>
      void (await imports().insert({ kind, at, read, imported, refused })),
    async last() {
      const newest = imports().max('id').groupBy('kind')
      const rows = await imports().whereIn('id', newest).orderBy('kind')
      return rows.map(({ id: _id, ...record }) => record)
    },
  }
}
