/** The words about announcements. */
import type { AnnouncementState, FollowKind } from '../announcements/announcement.ts'
import type { Aim } from '../announcements/audience.ts'
import type { DeliveryState, SkipReason } from '../announcements/delivery.ts'
import type { Refusal } from '../announcements/moving.ts'
import { regionByCode } from '../people/regions.ts'
import type { Role } from '../people/person.ts'
import { attaching, writing } from './announcement-writing-en.ts'
import type { AnnouncementsWording } from './announcements-zh-cn.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': 'Sorry, this is not among your duties.',
  'not-there': 'Sorry, there is no such announcement, or it is not among your duties.',
  'wrong-state': 'This cannot be done with the announcement now.',
  'not-writer': 'Only who wrote this announcement can change it.',
  'moved-on': 'Its content or audience has changed: please read it again before you approve.',
  own: 'You cannot approve what you wrote: another officer must.',
  'in-the-past': 'The time to send it has passed: please choose another one.',
  'no-time-to-read': 'It is to be acknowledged before it leaves: please choose another time.',
  'nobody-waits': 'In your region nobody who got it has still to acknowledge it.',
  'none-to-resend': 'Nothing of this announcement is to be sent again.',
  'too-soon': 'Those who have not acknowledged it were reminded just now: please wait a while.',
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

/** What may be done with one that stands so. */
const nexts: Record<AnnouncementState, (id: string) => string> = {
  draft: (id) => `it waits for another officer’s approval (“审批通知 ${id}”)`,
  approved: (id) => `it is approved and leaves after “发送通知 ${id}”`,
  scheduled: (id) => `it leaves at its time; to drop it: “取消通知 ${id}”`,
  late: (id) => `it missed its time. To send it: “发送通知 ${id}”; to drop it: “取消通知 ${id}”`,
  sending: (id) => `it is being sent. To stop: “暂停通知 ${id}”; to correct it: “更正通知 ${id}”`,
  paused: (id) => `it is paused. To go on: “继续通知 ${id}”; to drop it: “取消通知 ${id}”`,
  done: (id) => `it was sent. To correct it: “更正通知 ${id}”; to recall it: “撤回通知 ${id}”`,
  cancelled: () => 'it was cancelled. To write another: “写通知”',
}

const deliveries: Record<DeliveryState, string> = {
  pending: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  blocked: 'Blocked by the recipient',
  failed: 'Failed',
  unknown: 'Unknown',
  skipped: 'Not sent to',
}

const skips: Record<SkipReason, string> = {
  'nobody-bound': 'nobody is bound',
  'no-channel': 'no channel',
  blocked: 'messages are blocked',
  'opted-out': 'unsubscribed',
  cancelled: 'cancelled',
}

/** What a network said of a failure stands as it was said. */
function reasonWords(reason: string | undefined): string {
  return reason === undefined ? '' : (skips[reason as SkipReason] ?? reason)
}

const heads: Record<FollowKind, string> = {
  correction: '[Correction] ',
  recall: '[Recalled] ',
  reminder: '[Reminder] ',
}

const roles: Record<Role, string> = {
  payer: 'payers',
  clerk: 'clerks',
  approver: 'approvers',
  officer: 'officers',
  administrator: 'administrators',
}

/** Of a list so long no code is named. */
const MOST_CODES = 3

function aim(audience: Aim): string {
  if ('all' in audience) return 'everybody'
  if ('region' in audience) return regionByCode(audience.region)?.name ?? audience.region
  if ('kind' in audience) return audience.kind
  if ('mode' in audience) return audience.mode
  if ('role' in audience) return roles[audience.role]
  if ('group' in audience) return `units of the group for ${audience.group}`
  if ('bound' in audience) return audience.bound ? 'bound' : 'not bound'
  if ('units' in audience) return units(audience.units)
  if ('not' in audience) return `not (${aim(audience.not)})`
  if ('every' in audience) return audience.every.map(part).join(' and ')
  return audience.any.map(part).join(' or ')
}

function units(codes: readonly string[]): string {
  return codes.length > MOST_CODES
    ? `units on a list: ${codes.length}`
    : `units ${codes.join(', ')}`
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
  stands: (id, state, resent) =>
    `Announcement ${id}: ${state}.${resent === undefined ? '' : ` To be sent again: ${resent}.`}`,
  stopped: (id, count) =>
    ` ${count} recipients have it already; to tell them send “撤回通知 ${id}”.`,
  leavesAt: (id, at) => `Announcement ${id}: approved, leaves by itself at ${at}.`,
  sooner: (id) => ` To send it earlier choose “Send now”, or send “现在发送 ${id}”.`,
  notNow: (id, state, replacedBy) =>
    `This cannot be done with announcement ${id} now: ${replacedBy === undefined ? nexts[state](id) : `${replacedBy} has corrected or recalled it`}.`,
  changed: 'This announcement has changed. Please read it again, as it is now:',
  urgent: 'yes, also out of hours',
  mandatory: (mandatory) => (mandatory ? 'mandatory' : 'optional'),
  unreachable: (reasons) =>
    reasons.map(([reason, count]) => `${reasonWords(reason)}: ${count}`).join(', '),
  reasonWords,
  ofChannel: ({ sent, pending, sending, blocked, failed, unknown }) =>
    `sent ${sent}, waiting ${pending + sending}, not delivered ${blocked + failed}, unknown ${unknown}`,
  unknownNames: (id, count) =>
    count === 0
      ? `Nothing of announcement ${id} is unknown.`
      : `Of announcement ${id} these ${count} may or may not have got it:`,
  fields: {
    state: 'State',
    audience: 'Audience',
    sendAt: 'Scheduled for',
    total: 'Recipients',
    emergency: 'Urgent',
    mandatory: 'Unsubscribing',
    acknowledged: 'Acknowledged',
  },
  writing,
  attaching,
  previews: {
    attachments: 'Show files',
    asTelegram: 'As on Telegram',
    asWechat: 'As on WeChat',
    toMyself: 'Send it to me',
  },
  looking: {
    as: (channel) => `This is how it looks on ${channel}:`,
    button: (label) => `[button: ${label}]`,
    file: (name) => `[file: ${name}]`,
    attachments: (count) => `Files: ${count}`,
    trial: '[Trial] ',
    sent: (channels) => `Sent to yourself: ${channels.join(', ')}.`,
  },
  actions: {
    approve: 'Approve',
    send: 'Send',
    sendNow: 'Send now',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel this announcement',
    edit: 'Change',
    correction: 'Correct',
    recall: 'Recall',
    unread: 'Not acknowledged',
    names: 'Unknown ones',
    resendUnknown: 'Send unknown ones again',
    resendFailed: 'Send failed ones again',
    show: 'Show',
  },
  head: (title, emergency, follows) =>
    `${follows ? heads[follows] : emergency ? '[Urgent] ' : '[Notice] '}${title}`,
  howToUnsubscribe: 'To get no more of these, send “unsubscribe”.',
  foot: (id, follows) => {
    const number = id === undefined ? 'Notice (numbered once submitted)' : `Notice ${id}`
    if (follows?.kind === 'recall') return `${number}, recalls ${follows.id}.`
    return follows ? `${number}, corrects ${follows.id}.` : number
  },
  reminder: (until) => `You have not acknowledged this yet. Please answer “收到” by ${until}.`,
  toApprove: (id, title) => `Announcement ${id} “${title}” waits for your approval.`,
  isApproved: (id, title, at) =>
    `Announcement ${id} “${title}” is approved and can be sent. It leaves${at === undefined ? '' : ` at ${at}`} only after “发送通知 ${id}”.`,
  pleaseAcknowledge: (until, words) =>
    words ? `Please answer “收到” by ${until}.` : `Please press “收到” by ${until}.`,
  late: (id) =>
    `Announcement ${id} missed its time and was not sent. To send it: “发送通知 ${id}”; to drop it: “取消通知 ${id}”.`,
  finished: (id, { sent, blocked, failed, unknown, skipped }) => {
    const others = [
      [unknown, 'unknown'],
      [blocked + failed, 'not delivered'],
      [skipped, deliveries.skipped.toLowerCase()],
    ] as const
    const left = others.filter(([count]) => count > 0).map(([count, what]) => `, ${what} ${count}`)
    return `Announcement ${id} has gone out: sent ${sent}${left.join('')}.`
  },
  received: (titles, count) =>
    `Noted: you have received ${titles.map((title) => `“${title}”`).join(', ')}${count > titles.length ? ` and ${count - titles.length} more` : ''}. Thank you.`,
  saidBefore: (id, unit) =>
    `${unit ? 'Your unit has' : 'You have'} acknowledged announcement ${id} already. Thank you.`,
  needsNone: 'The announcement you mean needs no word from you now.',
  which: {
    head: (count) =>
      count === 1
        ? 'This one waits for your word. Have you read it?'
        : `${count} announcements wait for your word. Which of them have you read?`,
    here: (count) => `${count} announcements in this group wait for a word:`,
    how: 'Please reply “收到” to the one you have read, or send “收到” with its number; for all of them, “都收到”.',
    all: '都收到',
    earlier: (count) => `And ${count} earlier ones: when these are done, send “收到” again.`,
  },
  choosing: {
    names: {
      ...{ seeNotice: 'that you can look at', approveNotice: 'that wait for your approval' },
      ...{ sendNotice: 'that wait to be sent', pauseNotice: 'that are being sent' },
      ...{ resumeNotice: 'that are paused', cancelNotice: 'that can be cancelled' },
      ...{ editNotice: 'that you can change', correctNotice: 'that can be corrected' },
      ...{ recallNotice: 'that can be recalled', resendNotice: 'that can be sent again' },
      ...{ unknownNotice: 'with unknown results', reportNotice: 'that can be exported' },
      unreadNotice: 'that wait to be acknowledged',
      remindNotice: 'that wait to be acknowledged',
    },
    which: (name, more, latest) =>
      `Please choose one of the ${latest ? 'latest ' : ''}announcements ${name}${more ? ' (the latest 8)' : ''}.`,
    doubt: 'Which announcement do you mean? Please choose one.',
    none: (name, latest) =>
      latest
        ? `Among the latest there are no announcements ${name}. For an earlier one add its number.`
        : `There are no announcements ${name}.`,
  },
  nothingWaits: 'OK. No announcement waits for your word.',
  none: 'There is no announcement for you yet.',
  list: 'The latest announcements:',
  marked: (title, follows) => `${follows ? heads[follows] : ''}${title}`,
  line: (id, title, at, replaced) =>
    `${id} · ${at} · ${title}${replaced ? ` (${replaced.kind === 'recall' ? 'recalled' : 'corrected'} by ${replaced.by})` : ''}`,
  replaced: ({ by, kind }) =>
    kind === 'recall'
      ? `This was recalled by ${by}: it holds no longer.`
      : `This was corrected by ${by}: that one holds.`,
  whichOne: 'There is no such announcement. Send “notices” for the latest.',
  chase: {
    head: (title, { all, acknowledged, left, missed }) =>
      `“${title}”: recipients in your region ${all}, acknowledged ${acknowledged}, got it and have not ${left}${missed > 0 ? `, not reached ${missed}` : ''}.`,
    reminded: (count, id) =>
      `${count} who have not acknowledged it are reminded. To follow: “通知进度 ${id}”.`,
    over: (id) => `Announcement ${id} needs no word, or no more: nobody is reminded.`,
    choices: { remindNotice: 'Remind them', reportNotice: 'Export' },
  },
  report: {
    sums: 'Sums',
    rows: 'Recipients',
    region: 'Region',
    group: 'group',
    header: ['Name', 'Code', 'Region', 'Channel', 'Way', 'State', 'Reason', 'Acknowledged'],
    made: (id, count) => `The report of announcement ${id}, recipients: ${count}.`,
    tooLarge: 'The report is too large and could not be made.',
  },
  subscribing: {
    nobody: 'You have not bound an identity, so you are subscribed to no announcements.',
    on: 'All announcements will come again.',
    off: 'Only mandatory announcements will come from now on. To undo: “subscribe”.',
  },
  choices: { received: '收到' },
  menu: { notices: 'Latest announcements' },
}
