/** Announcements for tests: a bureau with its people, one that is published, and the sender of a channel. */
import { createAnnouncer } from '../../bots/announcer.ts'
import { OWN_YEARS, readCalendar } from '../../adapters/calendar-files/folder.ts'
import type { Content } from '../../core/announcements/announcement.ts'
import type { Office as Desk } from '../../core/announcements/counting.ts'
import { write } from '../../core/announcements/drafting.ts'
import { type AnnouncementRules, usualAnnouncementRules } from '../../core/announcements/rules.ts'
import { approve, send } from '../../core/announcements/running.ts'
import type { ChannelError } from '../../core/errors.ts'
import { createKeys } from '../../core/keys.ts'
import type { Channel, Pace, SendableMessage } from '../../core/ports.ts'
import { type Office, openOffice, type OfficeOptions } from './office.ts'
import { boundAs, CLINIC, COUNTY, fillDirectory } from './people.ts'

const nothing = () => undefined
const quiet = { info: nothing, warn: nothing, error: nothing }
export const calendar = await readCalendar(OWN_YEARS, quiet)
export const NOTICE = {
  ...{ title: '系统维护', text: '本周六 9 时起维护。', audience: { all: true } as const },
  ...{ emergency: false, mandatory: true },
}

export async function bureau(options: OfficeOptions = {}) {
  const office = await openOffice(options)
  await fillDirectory(office)
  const people = [
    ['writer', { role: 'administrator' }],
    ['approver', { role: 'officer', region: '420000' }],
    ['clerk', { role: 'clerk', unit: CLINIC.code }],
    ['county', { role: 'approver', unit: COUNTY.code }],
  ] as const
  for (const [user, given] of people) {
    await boundAs(office, office.chat({ channel: 'telegram', user }), given, `${user}某`)
  }
  return office
}

export const keys = createKeys('a secret for tests only')
export const deskOf = (rules: Partial<AnnouncementRules> = {}): Desk => ({
  ...{ calendar, keys, channels: () => [] },
  announcementRules: { ...usualAnnouncementRules, rates: { telegram: 30 }, ...rules },
})

export async function personOf({ store }: Office, user: string) {
  const person = await store.people.ofAccount({ channel: 'telegram', user })
  if (!person) throw new Error(`nobody is ${user}`)
  return { person, pseudonym: user }
}

/** Written, and waiting for its approval. */
export async function drafted(office: Office, content: Partial<Content> = {}) {
  const by = await personOf(office, 'writer')
  const all = { ...NOTICE, ...content }
  const now = office.clock.now()
  const done = await office.store.transaction((tx) =>
    write(
      tx,
      { ...deskOf(office.announcementRules), channels: () => office.channels },
      by,
      all,
      now,
    ),
  )
  if (done.kind === 'refused') throw new Error(done.reason)
  return done.announcement
}

/** Written, approved and sent off; the sender takes it from there. */
export async function published(office: Office, content: Partial<Content> = {}): Promise<string> {
  const { store, clock } = office
  const desk = deskOf()
  const { id, contentHash } = await drafted(office, content)
  const [writer, approver] = [await personOf(office, 'writer'), await personOf(office, 'approver')]
  const sent = await store.transaction(async (tx) => {
    await approve(tx, desk, approver, id, contentHash, clock.now())
    return send(tx, desk, writer, id, clock.now())
  })
  if (sent.kind === 'refused') throw new Error(sent.reason)
  return id
}

/** The sender of one channel, and what it sent; `faults` are thrown in turn. `mayLeave`: as of the pace. */
export function sender(
  office: Office,
  faults: (ChannelError | undefined)[] = [],
  onTry: (message: SendableMessage) => void = nothing,
  other: Partial<Channel> = {},
  mayLeave: () => Promise<boolean> = () => Promise.resolve(true),
) {
  const sent: { readonly to: string; readonly message: SendableMessage }[] = []
  const pace: Pace = {
    run: (_to, job) => job(),
    runClaiming: (_to, job) => job(mayLeave),
    ...{ holdUntil: nothing, stop: () => Promise.resolve() },
  }
  const channel: Channel = {
    name: 'telegram',
    traits: { crossBorder: true, choices: 'buttons' },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    state: () => ({ state: 'running', since: 0 }),
    send(to, message) {
      onTry(message)
      const fault = faults.shift()
      if (fault) return Promise.reject(fault)
      sent.push({ to: to.conversation, message })
      return Promise.resolve()
    },
    ...other,
  }
  const open = () =>
    createAnnouncer({
      ...{ store: office.store, channel, calendar, clock: office.clock.now, logger: quiet },
      ...{
        keys: createKeys('a secret for tests only'),
        files: office.files,
      },
      ...{ meter: { count: nothing, time: nothing }, reached: nothing, publicUrl: () => '' },
      pace,
      sleep: () => Promise.resolve(),
    })
  const run = async () => {
    const announcer = open()
    await announcer.start()
    await announcer.idle()
    await announcer.stop()
  }
  return { sent, run, open }
}
