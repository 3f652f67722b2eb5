/** The words about announcements. */
import type { AnnouncementState } from '../announcements/announcement.ts'
import type { Aim } from '../announcements/audience.ts'
import type { DeliveryState } from '../announcements/delivery.ts'
import type { Refusal } from '../announcements/running.ts'
import { regionByCode } from '../people/regions.ts'
import type { Role } from '../people/person.ts'
import type { AnnouncementsWording } from './announcements-zh-cn.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': 'Sorry, this is not among your duties.',
  'not-there': 'Sorry, there is no such announcement, or it is not among your duties.',
  'wrong-state': 'This cannot be done with the announcement now.',
  'moved-on': 'Its content or audience has changed: please read it again before you approve.',
  own: 'Somebody else has to approve what you wrote.',
  'in-the-past': 'The time to send it has passed: please choose another one.',
}

const states: Record<AnnouncementState, string> = {
  draft: 'waits for approval',
  approved: 'approved, not sent yet',
  scheduled: 'approved, leaves at its time',
  late: 'missed its time, waits for a decision',
  sending: 'being sent',
  paused: 'paused',
  done: 'sent',
  cancelled: 'cancelled',
}

const deliveries: Record<DeliveryState, string> = {
  pending: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  blocked: 'Blocked by the recipient',
  failed: 'Failed',
  unknown: 'Unknown',
  skipped: 'Not sent',
}

const roles: Record<Role, string> = {
  payer: 'payers',
  clerk: 'clerks',
  approver: 'approvers',
  officer: 'officers',
  administrator: 'administrators',
}

function aim(audience: Aim): string {
  if ('all' in audience) return 'everybody'
  if ('region' in audience) return regionByCode(audience.region)?.name ?? audience.region
  if ('kind' in audience) return audience.kind
  if ('mode' in audience) return audience.mode
  if ('role' in audience) return roles[audience.role]
  if ('bound' in audience) return audience.bound ? 'bound' : 'not bound'
  if ('units' in audience) return `units on a list: ${audience.units.length}`
  if ('not' in audience) return `not (${aim(audience.not)})`
  if ('every' in audience) return audience.every.map(part).join(' and ')
  return audience.any.map(part).join(' or ')
}

function part(audience: Aim): string {
  const joined = 'every' in audience || 'any' in audience
  return joined ? `(${aim(audience)})` : aim(audience)
}

export const announcementsEn: AnnouncementsWording = {
  refusals,
  states,
  deliveries,
  aim,
  card: (id) => `Announcement ${id}`,
  stands: (id, state) => `Announcement ${id}: ${state}.`,
  fields: {
    state: 'State',
    audience: 'Audience',
    sendAt: 'Scheduled for',
    total: 'Recipients',
    acknowledged: 'Acknowledged',
  },
  actions: {
    approve: 'Approve',
    send: 'Send',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel this announcement',
  },
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
