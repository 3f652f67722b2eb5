/** 通知公告的用语。 */
import type { AnnouncementState, Content, FollowKind } from '../announcements/announcement.ts'
import type { Aim } from '../announcements/audience.ts'
import type { Numberless } from '../announcements/choosing.ts'
import type { Counts, DeliveryState, SkipReason } from '../announcements/delivery.ts'
import type { Refusal } from '../announcements/moving.ts'
import type { Preview } from '../announcements/previewing.ts'
import { regionByCode } from '../people/regions.ts'
import type { Role } from '../people/person.ts'
import { attaching, writing } from './announcement-writing-zh-cn.ts'
import { spaced } from './spaced.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': '抱歉，这不在您的职责范围内。',
  'not-there': '抱歉，没有这条通知，或者它不在您的职责范围内。',
  'wrong-state': '这条通知现在不能这样办。',
  'not-writer': '只有写这条通知的人可以修改它。',
  'moved-on': '内容或对象已经改动，请核对后重新审批。',
  own: '自己写的通知不能自己审批，请由另一位监管员审批。',
  'in-the-past': '发送时间已经过了，请改一个时间。',
  'no-time-to-read': '确认的截止时间比发送时间还早，请改一个时间。',
  'nobody-waits': '您负责的地区里，没有收到了还没确认的。',
  'none-to-resend': '这条通知没有要重发的。',
  'too-soon': '没有确认的刚提醒过，请过些时候再提醒。',
}

const states: Record<AnnouncementState, string> = {
  draft: '待审批',
  approved: '已审批，等待发送',
  scheduled: '已审批，到时发送',
  late: '错过时间，等人决定',
  sending: '发送中',
  paused: '已暂停',
  done: '已发完',
  cancelled: '已取消',
}

/** What may be done with one that stands so. */
const nexts: Record<AnnouncementState, (id: string) => string> = {
  draft: (id) => `还没有审批，请另一位监管员发“审批通知 ${id}”`,
  approved: (id) => `已审批，发“发送通知 ${id}”就会发出`,
  scheduled: (id) => `已审批，到时自动发出；不发请发“取消通知 ${id}”`,
  late: (id) => `错过了发送时间，要发请发“发送通知 ${id}”，不发请发“取消通知 ${id}”`,
  sending: (id) => `正在发送，要停请发“暂停通知 ${id}”，有错请发“更正通知 ${id}”`,
  paused: (id) => `已暂停，要接着发请发“继续通知 ${id}”，不发请发“取消通知 ${id}”`,
  done: (id) => `已发完，有错请发“更正通知 ${id}”，要收回请发“撤回通知 ${id}”`,
  cancelled: () => '已取消，要发请重新“写通知”',
}

const deliveries: Record<DeliveryState, string> = {
  pending: '等待发送',
  sending: '正在发送',
  sent: '已送达',
  blocked: '对方已屏蔽',
  failed: '失败',
  unknown: '结果不明',
  skipped: '不发送',
}

const skips: Record<SkipReason, string> = {
  'nobody-bound': '没有人绑定',
  'no-channel': '没有可用的渠道',
  blocked: '屏蔽了消息',
  'opted-out': '已退订',
  cancelled: '已取消',
}

/** What a network said of a failure stands as it was said. */
function reasonWords(reason: string | undefined): string {
  return reason === undefined ? '' : (skips[reason as SkipReason] ?? reason)
}

const heads: Record<FollowKind, string> = {
  correction: '【更正】',
  recall: '【撤回】',
  reminder: '【提醒】',
}

/** What went out in the place of another one. */
interface Replacement {
  readonly by: string
  readonly kind: FollowKind
}

/** How many are meant, have said so, have not, and have not got it. */
type Readers = Readonly<Record<'all' | 'acknowledged' | 'left' | 'missed', number>>

const roles: Record<Role, string> = {
  payer: '交款人',
  clerk: '经办人',
  approver: '负责人',
  officer: '监管员',
  administrator: '管理员',
}

/** Of a list so long no code is named. */
const MOST_CODES = 3

function aim(audience: Aim): string {
  if ('all' in audience) return '全部'
  if ('region' in audience) return regionByCode(audience.region)?.name ?? audience.region
  if ('kind' in audience) return audience.kind
  if ('mode' in audience) return audience.mode
  if ('role' in audience) return roles[audience.role]
  if ('group' in audience) return `“${audience.group}”群的单位`
  if ('bound' in audience) return audience.bound ? '已绑定' : '未绑定'
  if ('units' in audience) return units(audience.units)
  if ('not' in audience) return `不含（${aim(audience.not)}）`
  if ('every' in audience) return audience.every.map(part).join('且')
  return audience.any.map(part).join('或')
}

function units(codes: readonly string[]): string {
  return codes.length > MOST_CODES ? `名单内 ${codes.length} 家单位` : `单位 ${codes.join('、')}`
}

function part(audience: Aim): string {
  const joined = 'every' in audience || 'any' in audience
  return joined ? `（${aim(audience)}）` : aim(audience)
}

export const announcementsZh = {
  refusals,
  states,
  deliveries,
  aim,
  card: (id: string) => `通知 ${id}`,
  stands: (id: string, state: string, resent?: number) =>
    `通知 ${id}：${state}。${resent === undefined ? '' : `重新发送 ${resent} 个。`}`,
  stopped: (id: string, count: number) =>
    `已有 ${count} 个对象收到，收不回来；要告诉他们，请发“撤回通知 ${id}”。`,
  leavesAt: (id: string, at: string) => `通知 ${id}：已审批，将在 ${at} 自动发出。`,
  sooner: (id: string) => `要提前发，请选“现在发送”，或者发“现在发送 ${id}”。`,
  notNow: (id: string, state: AnnouncementState, replacedBy?: string) =>
    `通知 ${id} 现在不能这样办：${replacedBy === undefined ? nexts[state](id) : `已由 ${replacedBy} 更正或撤回`}。`,
  changed: '这条通知已经改动，下面是现在的内容，请重新核对。',
  urgent: '是，不等上班时间',
  mandatory: (mandatory: boolean): string => (mandatory ? '必须送达' : '可以退订'),
  unreachable: (reasons: readonly (readonly [string, number])[]) =>
    reasons.map(([reason, count]) => `${reasonWords(reason)} ${count}`).join('，'),
  reasonWords,
  ofChannel: (counts: Counts) =>
    `已送达 ${counts.sent}，等待 ${counts.pending + counts.sending}，没送到 ${counts.blocked + counts.failed}，不明 ${counts.unknown}`,
  unknownNames: (id: string, count: number) =>
    count === 0
      ? `通知 ${id} 没有结果不明的。`
      : `通知 ${id} 有 ${count} 个结果不明，可能收到了，也可能没有：`,
  fields: {
    state: '状态',
    audience: '对象',
    sendAt: '定时',
    total: '接收对象数',
    emergency: '紧急',
    mandatory: '退订',
    acknowledged: '已确认收到',
  },
  writing,
  attaching,
  previews: {
    attachments: '看附件',
    asTelegram: '看 Telegram 样式',
    asWechat: '看微信样式',
    toMyself: '发给我试看',
  } as Record<Preview, string>,
  looking: {
    as: (channel: string) => `下面是${spaced(channel)}里的样子：`,
    button: (label: string) => `［按钮：${label}］`,
    file: (name: string) => `［文件：${name}］`,
    attachments: (count: number) => `附件共 ${count} 个：`,
    trial: '【试看】',
    sent: (channels: readonly string[]) => `已发给您自己试看：${channels.join('、')}。`,
  },
  actions: {
    approve: '同意发布',
    send: '发送',
    sendNow: '现在发送',
    pause: '暂停',
    resume: '继续',
    cancel: '取消这条通知',
    edit: '修改',
    correction: '更正',
    recall: '撤回',
    unread: '未确认名单',
    names: '不明名单',
    resendUnknown: '重发不明的',
    resendFailed: '重发失败的',
    show: '查看',
  },
  head: (title: string, emergency: boolean, follows?: FollowKind) =>
    `${follows ? heads[follows] : emergency ? '【紧急通知】' : '【通知】'}${title}`,
  howToUnsubscribe: '不想再收这类通知，请发“退订”。',
  foot: (id: string | undefined, follows?: Content['follows']) => {
    const number = id === undefined ? '通知编号（提交后才有）' : `通知编号 ${id}`
    if (follows?.kind === 'recall') return `${number}，撤回 ${follows.id}，请不要再按原通知办理。`
    return follows ? `${number}，更正 ${follows.id}，以本条为准。` : number
  },
  reminder: (until: string) => `这条通知您还没有确认。请在 ${until} 前点“收到”或回复“收到”。`,
  toApprove: (id: string, title: string) => `通知 ${id}“${title}”等您审批。`,
  isApproved: (id: string, title: string, at?: string) =>
    `通知 ${id}“${title}”已审批，可以发送了。发“发送通知 ${id}”才会${at === undefined ? '发出' : `在 ${at} 发出`}。`,
  pleaseAcknowledge: (until: string, words: boolean, group: boolean) =>
    words
      ? `请在 ${until} 前回复“收到”${group ? '（在群里直接回复即可）' : ''}。`
      : `请在 ${until} 前点“收到”。`,
  late: (id: string) =>
    `通知 ${id} 错过了预定的发送时间，没有自动发出。要发请发“发送通知 ${id}”，不发请发“取消通知 ${id}”。`,
  finished: (id: string, { sent, blocked, failed, unknown, skipped }: Counts) => {
    const others = [
      [unknown, '结果不明'],
      [blocked + failed, '没送到'],
      [skipped, deliveries.skipped],
    ] as const
    const left = others
      .filter(([count]) => count > 0)
      .map(([count, what]) => `，${what} ${count} 个`)
    return `通知 ${id} 已发完：送到 ${sent} 个${left.join('')}。`
  },
  received: (titles: readonly string[], count: number) =>
    `已记录：收到${titles.map((title) => `“${title}”`).join('、')}${count > titles.length ? `等 ${count} 条` : ''}。谢谢。`,
  saidBefore: (id: string, unit: boolean) =>
    `通知 ${id} ${unit ? '您的单位' : '您'}已经确认过了，谢谢。`,
  needsNone: '您说的通知现在不用确认。',
  which: {
    head: (count: number) =>
      count === 1
        ? '等您确认的是下面这条，您看过了吗？'
        : `有 ${count} 条通知等您确认，您看过的是哪一条？`,
    here: (count: number) => `这个群里有 ${count} 条通知在等确认：`,
    how: '请引用看过的那条回“收到”，或者发“收到”加编号；都看过就发“都收到”。',
    all: '都收到',
    earlier: (count: number) => `还有更早的 ${count} 条，确认了上面的再发“收到”。`,
  },
  choosing: {
    names: {
      ...{ seeNotice: '可以查看的', approveNotice: '等您审批的', sendNotice: '等待发送的' },
      ...{ pauseNotice: '正在发送的', resumeNotice: '已暂停的', cancelNotice: '可以取消的' },
      ...{ editNotice: '您可以修改的', correctNotice: '可以更正的', recallNotice: '可以撤回的' },
      ...{ resendNotice: '可以重发的', unknownNotice: '结果不明的' },
      ...{ reportNotice: '可以导出报表的', unreadNotice: '等对方确认的' },
      remindNotice: '等对方确认的',
    } as Record<Numberless, string>,
    which: (name: string, more: boolean, latest: boolean) =>
      latest
        ? `最近的通知里，${name}有这些，请选一条。`
        : `${name}通知有这些${more ? '（最近 8 条）' : ''}，请选一条。`,
    doubt: '您说的是哪一条通知？请选一条。',
    none: (name: string, latest: boolean) =>
      latest ? `最近的通知里没有${name}。更早的请写上编号。` : `现在没有${name}通知。`,
  },
  nothingWaits: '好的。现在没有等您确认的通知。',
  none: '还没有给您的通知。',
  list: '最近的通知：',
  marked: (title: string, follows?: FollowKind) => `${follows ? heads[follows] : ''}${title}`,
  line: (id: string, title: string, at: string, replaced?: Replacement) =>
    `${id} · ${at} · ${title}${replaced ? `（已由 ${replaced.by} ${replaced.kind === 'recall' ? '撤回' : '更正'}）` : ''}`,
  replaced: ({ by, kind }: Replacement) =>
    kind === 'recall'
      ? `这条通知已由 ${by} 撤回，请不要再按它办理。`
      : `这条通知已由 ${by} 更正，以 ${by} 为准。`,
  whichOne: '没有这条通知。发“通知”看最近的。',
  chase: {
    head: (title: string, { all, acknowledged, left, missed }: Readers) =>
      `“${title}”：您负责的范围内对象 ${all} 个，已确认 ${acknowledged} 个，收到未确认 ${left} 个${missed > 0 ? `，没有送到 ${missed} 个` : ''}。`,
    reminded: (count: number, id: string) =>
      `好的，提醒 ${count} 个还没有确认的。进度发“通知进度 ${id}”。`,
    over: (id: string) => `通知 ${id} 不用回“收到”，或者截止时间已经过了，不用再提醒。`,
    choices: { remindNotice: '提醒未确认的', reportNotice: '导出报表' },
  },
  report: {
    sums: '汇总',
    rows: '明细',
    region: '地区',
    group: '群',
    header: ['名称', '单位代码', '地区', '渠道', '方式', '状态', '原因', '确认时间'],
    made: (id: string, count: number) => `通知 ${id} 的报表，共 ${count} 个对象。`,
    tooLarge: '报表太大，没能做出来。',
  },
  subscribing: {
    nobody: '您还没有绑定身份，没有订阅通知。',
    on: '已恢复订阅，通知都会发给您。',
    off: '已退订。必须送达的通知仍会发给您；要恢复请发“恢复订阅”。',
  },
  choices: { received: '收到' },
  menu: { notices: '最近的通知' },
}

export type AnnouncementsWording = typeof announcementsZh
