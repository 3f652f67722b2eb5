/** `cli token`: an access token of a person for the HTTP interface, printed last and kept nowhere but by its hash. */
import { type Scope, scopes } from '../core/announcements/access.ts'
import { hashToken } from '../core/keys.ts'
import type { Person } from '../core/people/person.ts'
import type { Randomness } from '../core/ports.ts'
import type { Store } from '../core/store.ts'
import { operatorWords as words } from '../core/wording/operator-words.ts'

export interface TokenArgs {
  /** An id, or a name that only one person has. */
  readonly as: string
  readonly scopes: readonly Scope[]
  readonly days: number
  readonly json: boolean
}

export interface TokenIo {
  out(line: string): void
  err(line: string): void
  readonly store: Store
  readonly random: Randomness
  readonly now: () => number
}

const DAY_MS = 24 * 60 * 60 * 1000
const LONGEST_DAYS = 366
const USUAL_DAYS = 30

type Read =
  | ({ readonly kind: 'right' } & Omit<TokenArgs, 'json'>)
  | { readonly kind: 'wrong'; readonly why: string[] }

export function tokenArgs({ as, scope, days }: Readonly<Record<string, unknown>>): Read {
  if (typeof as !== 'string' || as === '') return { kind: 'wrong', why: words.missing('--as') }
  const named = typeof scope === 'string' ? scope.split(',').map((one) => one.trim()) : []
  const known = named.filter((one): one is Scope => scopes.some((each) => each === one))
  if (known.length === 0 || known.length < named.length) {
    return { kind: 'wrong', why: words.takes('--scope', scopes.join(',')) }
  }
  const many = days === undefined ? USUAL_DAYS : Number(days)
  if (!Number.isSafeInteger(many) || many < 1 || many > LONGEST_DAYS) {
    return { kind: 'wrong', why: words.takes('--days', `1 … ${LONGEST_DAYS}`) }
  }
  return { kind: 'right', as, scopes: known, days: many }
}

/** 0: the token is the last line; 1: nobody, or more than one, is meant. */
export async function makeToken(args: TokenArgs, io: TokenIo): Promise<0 | 1> {
  const { store, random, now, out, err } = io
  const found = await meant(args.as, store)
  const [person, ...others] = found
  if (!person || others.length > 0) {
    for (const line of person ? words.manyPeople(args.as) : words.noPerson) err(line)
    return 1
  }
  const token = random(32).toString('base64url')
  const expiresAt = now() + args.days * DAY_MS
  const kept = { hash: hashToken(token), person: person.id, scopes: args.scopes, expiresAt }
  await store.transaction(async (tx) => {
    await tx.apiTokens.add(kept)
    const object = { object: person.id, result: args.scopes.join(' ') }
    tx.audit.append({ actor: 'cli', action: 'token.made', ...object }, now())
  })
  const until = new Date(expiresAt).toISOString()
  if (args.json) out(JSON.stringify({ person: person.id, scopes: args.scopes, until, token }))
  else {
    for (const line of words.token(until)) out(line)
    out(token)
  }
  return 0
}

async function meant(as: string, { people }: Store): Promise<Person[]> {
  const byId = await people.find(as)
  return byId ? [byId] : people.named(as)
}
