/** Tickets for tests: an asker, and officers on different networks. */
import type { Chat, Office } from './office.ts'
import { openOffice, type OfficeOptions } from './office.ts'
import { boundAs, fillDirectory } from './people.ts'

/** A working day at ten in the morning: the clock of an office begins there. */
export const CHANNELS = ['web', 'telegram', 'wechat', 'console']

export interface Bureau {
  readonly office: Office
  /** Of the province, on Telegram and on WeChat; of 武汉; and the administrator. */
  readonly first: Chat
  readonly second: Chat
  readonly wuhan: Chat
  readonly admin: Chat
}

export async function bureau(options: OfficeOptions = {}): Promise<Bureau> {
  const office = await openOffice({ channels: CHANNELS, ...options })
  await fillDirectory(office)
  const first = office.chat({ channel: 'telegram', user: 'first' })
  const second = office.chat({ channel: 'wechat', user: 'second' })
  const wuhan = office.chat({ channel: 'telegram', user: 'wuhan' })
  const admin = office.chat({ channel: 'wechat', user: 'admin' })
  await boundAs(office, first, { role: 'officer', region: '420000' }, '甲一')
  await boundAs(office, second, { role: 'officer', region: '420000' }, '乙二')
  await boundAs(office, wuhan, { role: 'officer', region: '420100' }, '丙三')
  await boundAs(office, admin, { role: 'administrator' }, '丁四')
  return { office, first, second, wuhan, admin }
}

/** A member in a group: the staff's own, once it is tied. */
export function inGroup(
  { office }: Pick<Bureau, 'office'>,
  user: string,
  channel = 'telegram',
  conversation = '-100',
): Chat {
  return office.chat({ channel, conversation, group: true, user })
}

/** All that was sent to a chat since the mark, of whatever kind. */
export function textsIn(office: Office, conversation: string, since = 0): string[] {
  return office.sent
    .slice(since)
    .filter(({ to }) => to.conversation === conversation)
    .map(({ message }) => message.text)
}
