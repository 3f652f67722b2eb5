/** Looking at an announcement before anybody gets it: as networks show it, its files, and sent to oneself. */
import { type Account, addressOf } from '../people/person.ts'
import type { Desk, Outcome, Turn, Write } from '../turn.ts'
import type { AnnouncementsWording } from '../wording/announcements-zh-cn.ts'
import { zhCN } from '../wording/zh-cn.ts'
import { handedOut } from './attaching.ts'
import { renditionOf, type Style, styles } from './rendition.ts'
import { type Announced, announced } from './telling.ts'

const looks = { asTelegram: 'telegram', asWechat: 'wechat' } as const
export type Preview = keyof typeof looks | 'toMyself' | 'attachments'
export const previews: readonly Preview[] = ['attachments', 'asTelegram', 'asWechat', 'toMyself']

/** What can be looked at. */
export function previewsOf({ files = [] }: Pick<Announced, 'files'>): readonly Preview[] {
  return files.length > 0 ? previews : previews.filter((one) => one !== 'attachments')
}

export function previewNamed(name: string): Preview | undefined {
  return previews.find((one) => one === name)
}

export function previewSaid(said: string, words: AnnouncementsWording): Preview | undefined {
  return previews.find((one) => words.previews[one] === said)
}

/** The dialog and the choices are for who calls it to add. */
export async function previewed(
  turn: Turn,
  desk: Desk,
  announcement: Announced,
  preview: Preview,
): Promise<Outcome> {
  if (preview === 'toMyself') return sentToMyself(turn, desk, announcement)
  if (preview === 'attachments') return attachmentsOf(turn, desk, announcement)
  const channel = looks[preview]
  const { text, formatted, choices } = renditionOf(announcement, channel)
  const { looking: words } = turn.wording.announcements
  const files = announcement.files ?? []
  const stands = [
    ...choices.map((label) => words.button(label)),
    ...files.map(({ name }) => words.file(name)),
  ]
  const head = words.as(turn.wording.people.channel(channel))
  return {
    reply: {
      text: [head, text, ...(stands.length > 0 ? [stands.join('\n')] : [])].join('\n\n'),
      ...(formatted && { formatted }),
    },
  }
}

async function attachmentsOf(turn: Turn, desk: Desk, announcement: Announced): Promise<Outcome> {
  const { looking: words, attaching } = turn.wording.announcements
  const { files, gone, writes } = await handedOut(announcement, turn, desk)
  const lines = [words.attachments(files.length), ...(gone === '' ? [] : [attaching.gone(gone)])]
  return { reply: { text: lines.join('\n'), files }, writes }
}

/** Exactly what recipients get, marked in front, to each of one's own accounts. */
async function sentToMyself(turn: Turn, desk: Desk, announcement: Announced): Promise<Outcome> {
  const { person, wording, now } = turn
  const accounts = person ? await desk.store.people.accounts(person.id) : []
  const write: Write = async (tx) => {
    for (const account of accounts) {
      const message = announced(announcement, { group: false }, styleOf(account, desk))
      const text = `${zhCN.announcements.looking.trial}${message.text}`
      const to = addressOf(account)
      tx.outbox.add({ to, user: account.user, message: { ...message, text }, kind: 'notice' }, now)
    }
    return Promise.resolve()
  }
  const names = accounts.map(({ channel }) => wording.people.channel(channel))
  const text = wording.announcements.looking.sent([...new Set(names)])
  return { reply: { text }, writes: [write] }
}

function styleOf({ channel }: Account, desk: Desk): Style {
  const served = desk.channels().find(({ name }) => name === channel)
  const known: Readonly<Partial<Record<string, Style>>> = styles
  return served?.traits ?? known[channel] ?? { choices: 'numbers' }
}
