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
  writing: {
    questions: {
      title: () => 'Let us write an announcement (“cancel” leaves at any time). What is its title?',
      text: () => 'What is its text?',
      audience: () =>
        'Who is it for? Name regions, kinds of units, 系统对接/在线, 经办人/负责人, 已绑定/未绑定 or codes of units, joined by 且 (and), 或 (or), 不含 (not): 武汉市 且 医院 不含 系统对接. For everybody: all.',
      acknowledge: (example) =>
        `Shall recipients answer “收到”? If so, by when: “3 days” or “${example}”.`,
      when: (example) => `When shall it leave? Choose, or write a time: “${example}”.`,
    },
    labels: {
      title: [],
      text: [],
      audience: ['all'],
      acknowledge: ['no', '3 days', '7 days'],
      when: ['now', 'urgent'],
      confirm: ['submit', 'cancel'],
    },
    wrong: {
      title: (most) => `A title has 1 to ${most} characters. Please send it again.`,
      text: (most) => `A text has 1 to ${most} characters. Please send it again.`,
      audience: 'This audience could not be read. Please write it like this: 武汉市 且 医院.',
      beyond: 'This is beyond your region. Please name the region you are in charge of.',
      time: 'This time could not be read, or has passed. Please write it like this: 11-30 18:00.',
    },
    summary: 'Please check',
    counted: (units, people, unreachable) =>
      `units: ${units}, persons: ${people}; out of reach: ${unreachable}`,
    way: (messages, seconds) =>
      `${messages} messages, about ${Math.floor(seconds / 60)} min ${seconds % 60} s`,
    last: 'The last one leaves',
    submitted: (id) =>
      `Announcement ${id} waits for approval. Another officer sends “审批通知 ${id}”; then you send “发送通知 ${id}”.`,
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
