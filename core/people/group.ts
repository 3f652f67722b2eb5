/** 本群: whom a group is for, or which queue its staff works; said in the group itself by who may. */
import { StaleTurn } from '../errors.ts'
import type { Desk, Intent, Outcome, Turn, Write } from '../turn.ts'
import type { Wording } from '../wording/wording.ts'
import { readAudience } from './audience.ts'
import type { Audience, TiedGroup } from './kept.ts'
import { stillMay } from './permission.ts'
import { regionName } from './regions.ts'
import { type Action, may } from './role.ts'

/** Public, since it speaks in the group: it says nothing of anybody. */
export const group: Intent = {
  name: 'group',
  public: true,
  commands: ['group'],
  handle: (turn, desk) => Promise.resolve(handle(turn, desk)),
}

function handle(turn: Turn, desk: Desk): Outcome {
  const { message, text, wording } = turn
  const { group: words } = wording.people
  const say = (sentence: string): Outcome => ({ reply: { text: sentence }, dialog: 'keep' })
  if (!message.from.group) return say(words.onlyInGroup)
  if (text === '') return say(turn.group ? groupWords(turn.group, wording) : words.none)
  if (words.words.off.test(text)) return untied(turn, desk)
  const staff = words.words.staff.test(text)
  const audience = readAudience(text.replace(words.words.staff, ''))
  if (!audience) return say(words.ask)
  return tied(turn, desk, audience, staff)
}

function tied(turn: Turn, desk: Desk, audience: Audience, staff: boolean): Outcome {
  const { message, person, wording, now } = turn
  const { group: words } = wording.people
  const action = staff ? 'group.staff' : 'group.tie'
  const { region } = audience
  // Who takes over a group must be allowed for what it was before, too.
  const before = turn.group?.audience.region ?? region
  if (!person || !may(person, action, { region }) || !may(person, action, { region: before })) {
    return { reply: { text: words.refused }, dialog: 'keep' }
  }
  const { channel, conversation } = message.from
  const made = { channel, conversation, audience, staff, by: person.id }
  const name = audienceWords(audience, wording)
  return {
    reply: { text: staff ? words.staff(name) : words.tied(name) },
    dialog: 'keep',
    writes: [...stillSo(turn, action, [region, before]), (tx) => tx.groups.tie(made, now)],
    audit: auditOf(turn, desk, audience, staff ? 'staff' : 'tied'),
  }
}

function untied(turn: Turn, desk: Desk): Outcome {
  const { message, person, wording } = turn
  const { group: words } = wording.people
  const { audience, staff = false } = turn.group ?? {}
  if (!audience) return { reply: { text: words.none }, dialog: 'keep' }
  const action = staff ? 'group.staff' : 'group.tie'
  const { region } = audience
  if (!may(person, action, { region })) return { reply: { text: words.refused }, dialog: 'keep' }
  const { channel, conversation } = message.from
  return {
    reply: { text: words.untied },
    dialog: 'keep',
    writes: [
      ...stillSo(turn, action, [region]),
      async (tx) => void (await tx.groups.untie(channel, conversation)),
    ],
    audit: auditOf(turn, desk, audience, 'untied'),
  }
}

/** What was decided on still holds as it is kept: the right, and what the group was tied to. */
function stillSo(
  { message: { from }, group: seen }: Turn,
  action: Action,
  places: readonly string[],
): Write[] {
  const unchanged: Write = async (tx) => {
    const tied = await tx.groups.find(from.channel, from.conversation)
    if (!isSameTie(tied, seen)) throw new StaleTurn()
  }
  return [unchanged, ...places.map((region) => stillMay(from, action, { region }))]
}

function isSameTie(one: TiedGroup | undefined, other: TiedGroup | undefined): boolean {
  const same = one?.audience.region === other?.audience.region && one?.staff === other?.staff
  return same && one?.audience.kind === other?.audience.kind
}

function groupWords({ audience, staff }: TiedGroup, wording: Wording): string {
  const { group: words } = wording.people
  const name = audienceWords(audience, wording)
  return staff ? words.nowStaff(name) : words.now(name)
}

export function audienceWords({ kind, region }: Audience, { people }: Wording): string {
  return people.group.audience(regionName(region), kind === 'payer' ? people.group.payers : kind)
}

function auditOf({ message }: Turn, { keys }: Desk, audience: Audience, result: string) {
  const { channel, conversation } = message.from
  const { region, kind = 'all' } = audience
  const place = keys.pseudonym('person', `${channel}:group:${conversation}`)
  return {
    actor: keys.person(message.from),
    action: 'group.tied',
    object: `${place} ${kind}@${region}`,
    result,
  }
}
