/** A verb about announcements without a number: the only one that it can mean, or a short list to choose from. */
import { bounded, offeredSince } from '../choices.ts'
import { faq } from '../faq/intent.ts'
import type { Choice, Instant } from '../message.ts'
import type { Person } from '../people/person.ts'
import { mightEver } from '../people/role.ts'
import { plainText } from '../receipts/reference.ts'
import type { Repositories } from '../store.ts'
import type { AnnouncementCommand, Command, Desk, Intent, Outcome, Turn } from '../turn.ts'
import { afterAnnouncementMove, type Announcement, type AnnouncementState } from './announcement.ts'
import { hasLeft } from './drafting.ts'
import { visibleTo } from './listing.ts'
import { maySee } from './moving.ts'
import { idNamed } from './naming.ts'
import { reachIn } from './reminding.ts'

const MOST_LISTED = 8

export type Numberless = Extract<
  AnnouncementCommand,
  | ('seeNotice' | 'approveNotice' | 'sendNotice' | 'pauseNotice' | 'resumeNotice')
  | ('cancelNotice' | 'editNotice' | 'correctNotice' | 'recallNotice' | 'resendNotice')
  | ('unknownNotice' | 'reportNotice' | 'unreadNotice' | 'remindNotice')
>

interface Asking extends Pick<Repositories, 'deliveries'> {
  /** Of any announcement; looked up once. */
  anyUnknown(): Promise<boolean>
}

interface Meaning {
  readonly intent: string
  readonly action: string
  /** `fits` looks at what of it lies in their region. */
  readonly anywhere?: true
  /** It is done at once, not opened first. */
  readonly acts?: true
  fits(
    announcement: Announcement,
    person: Person,
    asking: Asking,
    now: Instant,
  ): boolean | Promise<boolean>
}

const isReminder = ({ follows }: Announcement) => follows?.kind === 'reminder'
const isAmong =
  (...states: readonly AnnouncementState[]) =>
  ({ state }: Announcement) =>
    states.includes(state)

const canBeFollowed: Meaning['fits'] = (announcement, _person, store) =>
  !isReminder(announcement) && !announcement.replacedBy && hasLeft(store, announcement)
const hasUnknown = async ({ deliveries, anyUnknown }: Asking, { id }: Announcement) => {
  if (!(await anyUnknown())) return false
  return (await deliveries.list(id, { state: 'unknown', after: 0, limit: 1 })).length > 0
}

function askingOf({ deliveries }: Pick<Repositories, 'deliveries'>): Asking {
  let any: Promise<boolean> | undefined
  return { deliveries, anyUnknown: () => (any ??= deliveries.unknown().then((all) => all > 0)) }
}

const chased: Omit<Meaning, 'action'> = {
  ...{ intent: 'chasing', anywhere: true },
  fits: async (one, person, store, now) => {
    const asks = one.acknowledge !== undefined && one.acknowledge.until > now && !one.replacedBy
    if (!asks || !isAmong('sending', 'paused', 'done')(one)) return false
    return (await reachIn(store, person, one)) !== undefined
  },
}

/** What cannot be undone is only opened: its card offers it. */
const meanings: Readonly<Record<Numberless, Meaning>> = {
  seeNotice: {
    ...{ intent: 'managing', action: 'show' },
    fits: (one) => one.state !== 'cancelled' && !isReminder(one),
  },
  approveNotice: {
    ...{ intent: 'managing', action: 'review' },
    fits: ({ state, writer }, { id }) => state === 'draft' && writer !== id,
  },
  sendNotice: { intent: 'managing', action: 'show', fits: isAmong('approved', 'late') },
  pauseNotice: { intent: 'managing', action: 'pause', acts: true, fits: isAmong('sending') },
  resumeNotice: { intent: 'managing', action: 'resume', acts: true, fits: isAmong('paused') },
  cancelNotice: {
    ...{ intent: 'managing', action: 'show' },
    fits: ({ state }) => afterAnnouncementMove(state, 'cancel') !== undefined,
  },
  editNotice: {
    ...{ intent: 'announce', action: 'edit' },
    fits: ({ state, writer }, { id }) =>
      writer === id && afterAnnouncementMove(state, 'edit') !== undefined,
  },
  correctNotice: { intent: 'announce', action: 'correction', fits: canBeFollowed },
  recallNotice: { intent: 'announce', action: 'recall', fits: canBeFollowed },
  resendNotice: {
    ...{ intent: 'managing', action: 'show' },
    fits: (one, _person, store) =>
      isAmong('done', 'paused')(one) && !one.replacedBy && hasUnknown(store, one),
  },
  unknownNotice: {
    ...{ intent: 'managing', action: 'names' },
    fits: (one, _person, store) => !isAmong('draft', 'approved')(one) && hasUnknown(store, one),
  },
  reportNotice: {
    ...{ intent: 'chasing', action: 'reportNotice', anywhere: true },
    fits: async (one, person, store) =>
      isAmong('sending', 'paused', 'done')(one) &&
      !isReminder(one) &&
      (await reachIn(store, person, one)) !== undefined,
  },
  unreadNotice: { ...chased, action: 'unreadNotice' },
  remindNotice: { ...chased, action: 'remindNotice', acts: true },
}

/** Said with nothing behind it. */
export function numberless({
  command,
  text,
  picked,
}: Pick<Turn, 'command' | 'text' | 'picked'>): Numberless | undefined {
  return !picked && text === '' && isNumberless(command) ? command : undefined
}

function isNumberless(command: Command | undefined): command is Numberless {
  return command !== undefined && command in meanings
}

/** Who has no such duty asked something else. What is the only one among the latest may not be what is to be done. */
export async function chooseOne(
  turn: Turn,
  desk: Desk,
  command: Numberless,
  handle: Intent['handle'],
): Promise<Outcome> {
  const { person, wording, message, now } = turn
  if (!person || !mightEver(person, 'announcement.report')) {
    return faq.handle({ ...turn, text: plainText(message.text).trim() }, desk)
  }
  const { fits, acts, anywhere = false } = meanings[command]
  const { store } = desk
  const asking = askingOf(store)
  const { found, next } = await visibleTo(store, person, {
    ...{ limit: MOST_LISTED + 1, anywhere },
    fits: (announcement) => fits(announcement, person, asking, now),
  })
  const choices = found.slice(0, MOST_LISTED).map((one) => choiceOf(turn, command, one))
  const [only, ...others] = choices
  const isOnly = others.length === 0 && !(acts && next !== undefined)
  if (only && isOnly) return handle({ ...turn, picked: only }, desk)
  const { choosing: words } = wording.announcements
  const name = words.names[command]
  const more = found.length > MOST_LISTED
  const latest = !more && next !== undefined
  const text = only ? words.which(name, more, latest) : words.none(name, latest)
  return { reply: { text, choices }, dialog: 'keep' }
}

/**
 * Words of a choice on the card of one, typed after a notice about another: which of them is asked, and nothing done.
 * A label that is a number with a title says it.
 */
export async function doubtOf(
  { picked, session, message, person, wording }: Turn,
  { store }: Desk,
): Promise<Outcome | undefined> {
  const own = picked?.data?.['id']
  if (!picked || own === undefined || message.choice !== undefined) return undefined
  if (idNamed(picked.label) === own) return undefined
  const since = offeredSince(session, picked).filter(({ intent }) => intent === picked.intent)
  const ids = new Set([...since.flatMap(({ data }) => data?.['id'] ?? []), own])
  if (ids.size === 1) return undefined
  const all = await Promise.all([...ids].map((id) => store.announcements.find(id)))
  const seen = all.flatMap((one) => (one && person && maySee(person, one) ? [one] : []))
  const choices = seen.map((one) => choiceOf({ wording }, 'seeNotice', one))
  return { reply: { text: wording.announcements.choosing.doubt, choices }, dialog: 'keep' }
}

function choiceOf(
  { wording }: Pick<Turn, 'wording'>,
  command: Numberless,
  { id, state, title }: Announcement,
): Choice {
  const { intent, action } = meanings[command]
  const label = bounded(`${id} ${wording.announcements.states[state]} ${title}`)
  return { label, intent, action, data: { id } }
}
