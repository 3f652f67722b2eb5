/** 邀请: those above invite into a role within their scope; the code is shown to them alone. */
import { StaleTurn } from '../errors.ts'
import { hashToken } from '../keys.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { codeHash, givenWords, INVITATION_LIFE_MS, newCode } from './invitation.ts'
import { mayAt, refused } from './permission.ts'
import type { Given, Role } from './person.ts'
import { findRegion } from './regions.ts'
import { sameGiven } from './removal.ts'
import { mightEver, unitsFor } from './role.ts'
import { voided } from './taking-back.ts'
import { givenInWords, shownName } from './words.ts'

const roleWords: readonly (readonly [Role, RegExp])[] = [
  ['payer', /^(?:缴款人|交款人|payer)/iu],
  ['clerk', /^(?:经办人员|经办人|经办|clerk)/iu],
  ['approver', /^(?:单位负责人|负责人|审批人|approver)/iu],
  ['officer', /^(?:监管人员|监管员|监管|专管员|专管|officer)/iu],
  ['administrator', /^(?:系统管理员|管理员|administrator|admin)/iu],
]
const UNIT_CODE = /^(?=.*\d)[0-9A-Za-z-]{4,30}$/
const LONGEST_NAME = 60

/** What was asked for; without a place where none was named. */
interface Asked {
  readonly role: Role
  readonly name: string
  readonly place?: string
}

export const invite: Intent = {
  name: 'invite',
  commands: ['invite'],
  handle: async (turn, desk) => {
    const asked = readInvitation(turn.text)
    if (!roleWords.some(([role]) => mightEver(turn.person, `invite.${role}`))) {
      return refused(turn, desk, `invite.${asked?.role ?? 'clerk'}`)
    }
    const given = asked ? givenFor(turn, asked) : unreadIn(turn.text)
    if (!asked || given === undefined || typeof given === 'string') {
      return { reply: { text: howTo(turn, given) } }
    }
    if (!(await mayInvite(desk.store, turn, given)))
      return refused(turn, desk, `invite.${given.role}`)
    return invited(turn, desk, asked.name, given)
  },
}

/** “经办 张三 12420000…”, also without the blanks. */
export function readInvitation(text: string): Asked | undefined {
  const [role, word] = roleWords.find(([, words]) => words.test(text)) ?? []
  if (!role || !word) return undefined
  const words = text
    .replace(word, '')
    .trim()
    .split(/[\s,，、;；]+/u)
  const joined = /^(\p{Script=Han}{2,})([0-9][0-9A-Za-z-]{3,29})$/u.exec(words[0] ?? '')
  const [name = '', ...rest] = joined ? [joined[1], joined[2], ...words.slice(1)] : words
  const place = rest.join(' ').trim()
  if (name === '' || UNIT_CODE.test(name)) return undefined
  if (isPlaceless(role)) return { role, name: [name, ...rest].join(' ').slice(0, LONGEST_NAME) }
  const last = rest.at(-1) ?? ''
  const whole = [name, ...rest.slice(0, -1)].join(' ').slice(0, LONGEST_NAME)
  return place === '' ? { role, name } : { role, name: whole, place: last }
}

function isPlaceless(role: Role): boolean {
  return role === 'administrator' || role === 'payer'
}

/** The part of an invitation that is missing or cannot be read. */
type Unread = keyof Wording['people']['invite']['unread']

/** Of what is no invitation at all nothing else is to be said. */
function unreadIn(text: string): Unread | undefined {
  if (text === '') return undefined
  return roleWords.some(([, words]) => words.test(text)) ? 'name' : 'role'
}

function howTo({ wording: { people } }: Turn, unread: Given | Unread | undefined): string {
  const { ask, unread: words } = people.invite
  return typeof unread === 'string' ? `${words[unread]}\n${ask}` : ask
}

/** Where no unit is named, the one unit for which this person may invite. */
function givenFor({ person }: Turn, { role, place }: Asked): Given | Unread {
  if (isPlaceless(role)) return { role }
  if (role === 'officer') {
    if (place === undefined) return 'noRegion'
    const region = findRegion(place)
    return region ? { role, region: region.code } : 'region'
  }
  if (place !== undefined)
    return UNIT_CODE.test(place) ? { role, unit: place.toUpperCase() } : 'unit'
  const [only, ...others] = unitsFor(person, `invite.${role}`)
  return only && others.length === 0 ? { role, unit: only.code } : 'noUnit'
}

async function mayInvite(
  repositories: Pick<Desk['store'], 'units'>,
  { person }: Pick<Turn, 'person'>,
  given: Given,
): Promise<boolean> {
  const { role, unit } = given
  if (unit !== undefined && (await repositories.units.find(unit))?.goneSince !== undefined)
    return false
  return mayAt(repositories, person, `invite.${role}`, given)
}

/** Of two codes from the same hand for the same person and role, only the later one is good. */
async function invited(turn: Turn, desk: Desk, name: string, given: Given): Promise<Outcome> {
  const { message, wording, now } = turn
  const nonce = desk.random(18).toString('base64url')
  const hash = codeHash(newCode(desk.keys.invitation(nonce))) ?? hashToken(nonce)
  let replaced = false
  const write: Write = async (tx) => {
    const person = await tx.people.ofAccount(message.from)
    if (!person || !(await mayInvite(tx, { person }, given))) throw new StaleTurn()
    const earlier = (await tx.invitations.openFor(name, now)).filter(
      (one) => one.by === person.id && sameGiven(one.given, given),
    )
    for (const one of earlier) await voided(tx, desk, turn, one)
    replaced = earlier.length > 0
    const invitation = { given, name, by: person.id, expiresAt: now + INVITATION_LIFE_MS }
    await tx.invitations.add(hash, invitation)
  }
  const shown = shownName(name, desk, message.from.channel)
  const role = await givenInWords(given, desk.store, wording)
  const entry = { actor: desk.keys.person(message.from), action: 'invitation.made' }
  const { text, replaced: instead } = wording.people.invite
  return {
    reply: { text: text(shown, role), code: { nonce } },
    finalText: () => `${replaced ? `${instead}\n` : ''}${text(shown, role)}`,
    writes: [write],
    audit: { ...entry, object: givenWords(given), result: 'made' },
  }
}
