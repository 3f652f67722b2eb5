/** The words about announcements. */
import type { Refusal } from '../announcements/running.ts'
import type { AnnouncementsWording } from './announcements-zh-cn.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': 'Sorry, this is not among your duties.',
  'not-there': 'Sorry, there is no such announcement, or it is not among your duties.',
  'wrong-state': 'This cannot be done with the announcement now.',
  'moved-on': 'Its content or audience has changed: please read it again before you approve.',
  own: 'Somebody else has to approve what you wrote.',
  'in-the-past': 'The time to send it has passed: please choose another one.',
}

export const announcementsEn: AnnouncementsWording = {
  refusals,
  head: (title, emergency) => `${emergency ? '[Urgent] ' : '[Notice] '}${title}`,
  foot: (id) => `Notice ${id}`,
  pleaseAcknowledge: (until, words) =>
    words ? `Please answer “收到” by ${until}.` : `Please press “收到” by ${until}.`,
  late: (id) =>
    `Announcement ${id} missed its time and was not sent. To send it: “发送通知 ${id}”; to drop it: “取消通知 ${id}”.`,
  finished: (id, unknown, failed) =>
    `Announcement ${id} has gone out.${unknown + failed === 0 ? '' : ` Unknown: ${unknown}, failed: ${failed}.`}`,
  received: (title) => `Noted: you have received “${title}”. Thank you.`,
  nothingWaits: 'OK. No announcement waits for your word.',
  none: 'There is no announcement for you yet.',
  list: 'The latest announcements:',
  line: (id, title, at) => `${id} · ${at} · ${title}`,
  whichOne: 'There is no such announcement. Send “notices” for the latest.',
  choices: { received: '收到' },
  menu: { notices: 'Latest announcements' },
}
