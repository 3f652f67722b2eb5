/** `cli invite`: a one-time invitation for any role, so that there is a first administrator. */
import { codeHash, givenWords, INVITATION_LIFE_MS, newCode } from '../core/people/invitation.ts'
import { type Given, type Role, roles } from '../core/people/person.ts'
import { regionByCode } from '../core/people/regions.ts'
import type { Randomness } from '../core/ports.ts'
import type { Store } from '../core/store.ts'
import { operatorWords as words } from '../core/wording/operator-words.ts'
import type { Values } from './usage.ts'

const LONGEST_NAME = 60

export interface InviteIo {
  out(line: string): void
  err(line: string): void
  readonly store: Pick<Store, 'units' | 'transaction'>
  readonly random: Randomness
  now(): number
}

export type InviteArgs =
  | { readonly kind: 'invite'; readonly given: Given; readonly name: string }
  /** A line for each language. */
  | { readonly kind: 'wrong'; readonly why: readonly string[] }

/** What was typed, or what is wrong with it. */
export function inviteArgs({ role, unit, region, name }: Values): InviteArgs {
  const wrong = (why: readonly string[]): InviteArgs => ({ kind: 'wrong', why })
  const known = roles.find((one) => one === role)
  if (!known) return wrong(words.takes('--role', roles.join(' | ')))
  if (typeof name !== 'string' || name.trim() === '') return wrong(words.missing('--name'))
  const place = placeOption(known)
  for (const [option, value] of [
    ['unit', unit],
    ['region', region],
  ] as const) {
    if (option === place && typeof value !== 'string') return wrong(words.missing(`--${option}`))
    if (option !== place && value !== undefined) return wrong(words.notWith(`--${option}`, known))
  }
  if (place === 'region' && !regionByCode(String(region))) {
    return wrong(words.takes('--region', '420000, 420100 … (行政区划代码)'))
  }
  const at =
    place === undefined
      ? {}
      : { [place]: place === 'unit' ? String(unit).toUpperCase() : String(region) }
  return { kind: 'invite', given: { role: known, ...at }, name: name.trim().slice(0, LONGEST_NAME) }
}

function placeOption(role: Role): 'unit' | 'region' | undefined {
  if (role === 'clerk' || role === 'approver') return 'unit'
  return role === 'officer' ? 'region' : undefined
}

/** 0: the code is the last thing on `out`; 1: there is no such unit, said on `err`. */
export async function invite(
  { given, name, json }: { given: Given; name: string; json: boolean },
  { store, out, err, random, now }: InviteIo,
): Promise<0 | 1> {
  const unit = given.unit === undefined ? undefined : await store.units.find(given.unit)
  if (given.unit !== undefined && (!unit || unit.goneSince !== undefined)) {
    for (const line of words.noUnit) err(line)
    return 1
  }
  const code = newCode(random)
  const expiresAt = now() + INVITATION_LIFE_MS
  await store.transaction(async (tx) => {
    await tx.invitations.add(codeHash(code) ?? '', { given, name, by: 'cli', expiresAt })
    const entry = { actor: 'cli', action: 'invitation.made', object: givenWords(given) }
    tx.audit.append({ ...entry, result: 'made' }, now())
  })
  if (json)
    out(JSON.stringify({ ...given, name, expiresAt: new Date(expiresAt).toISOString(), code }))
  else for (const line of [...words.invited, code]) out(line)
  return 0
}
