/** 通知公告的用语。 */
import type { AnnouncementState } from '../announcements/announcement.ts'
import type { Aim } from '../announcements/audience.ts'
import type { DeliveryState } from '../announcements/delivery.ts'
import type { Refusal } from '../announcements/running.ts'
import { regionByCode } from '../people/regions.ts'
import type { Role } from '../people/person.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': '抱歉，这不在您的职责范围内。',
  'not-there': '抱歉，没有这条通知，或者它不在您的职责范围内。',
  'wrong-state': '这条通知现在不能这样办。',
  'moved-on': '内容或对象已经改动，请核对后重新审批。',
  own: '自己写的通知要由别的监管员审批。',
  'in-the-past': '发送时间已经过了，请改一个时间。',
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

const deliveries: Record<DeliveryState, string> = {
  pending: '等待发送',
  sending: '正在发送',
  sent: '已送达',
  blocked: '对方已屏蔽',
  failed: '失败',
  unknown: '结果不明',
  skipped: '不发送',
}

const roles: Record<Role, string> = {
  payer: '缴款人',
  clerk: '经办人',
  approver: '负责人',
  officer: '监管员',
  administrator: '管理员',
}

function aim(audience: Aim): string {
  if ('all' in audience) return '全部'
  if ('region' in audience) return regionByCode(audience.region)?.name ?? audience.region
  if ('kind' in audience) return audience.kind
  if ('mode' in audience) return audience.mode
  if ('role' in audience) return roles[audience.role]
  if ('bound' in audience) return audience.bound ? '已绑定' : '未绑定'
  if ('units' in audience) return `名单内 ${audience.units.length} 家单位`
  if ('not' in audience) return `不含（${aim(audience.not)}）`
  if ('every' in audience) return audience.every.map(part).join('且')
  return audience.any.map(part).join('或')
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
  stands: (id: string, state: string) => `通知 ${id}：${state}。`,
  fields: {
    state: '状态',
    audience: '对象',
    sendAt: '定时',
    total: '接收对象数',
    acknowledged: '已确认收到',
  },
  writing: {
    questions: {
      title: () => '好的，来写一条通知（发“取消”随时退出）。请发标题。',
      text: () => '请发正文。',
      audience: () =>
        '发给谁？写地区、单位类别、系统对接/在线、经办人/负责人、已绑定/未绑定或单位代码，用“且”“或”“不含”连接，例如：武汉市 且 医院 不含 系统对接。全部就写“全部”。',
      acknowledge: (example: string) =>
        `要对方回“收到”吗？要的话写截止时间，例如“3 天”或“${example}”。`,
      when: (example: string) => `什么时候发？可以选，也可以写时间，例如“${example}”。`,
    },
    labels: {
      title: [],
      text: [],
      audience: ['全部'],
      acknowledge: ['不要', '3 天', '7 天'],
      when: ['审批后发送', '紧急'],
      confirm: ['提交审批', '取消'],
    } as Record<
      'title' | 'text' | 'audience' | 'acknowledge' | 'when' | 'confirm',
      readonly string[]
    >,
    wrong: {
      title: (most: number) => `标题要有字，最多 ${most} 个字。请重新发标题。`,
      text: (most: number) => `正文要有字，最多 ${most} 个字。请重新发正文。`,
      audience: '这个对象没看懂，请换个写法，例如：武汉市 且 医院。',
      beyond: '这超出了您的地区范围，请写您负责的地区，例如：武汉市 且 医院。',
      time: '时间没看懂，或者已经过了。请这样写：11-30 18:00。',
    },
    summary: '请核对',
    counted: (units: number, people: number, unreachable: number) =>
      `单位 ${units} 家，个人 ${people} 位；其中 ${unreachable} 个联系不上`,
    way: (messages: number, seconds: number) =>
      `${messages} 条，约 ${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`,
    last: '预计最后一条发出',
    submitted: (id: string) =>
      `通知 ${id} 已写好，等待审批。请另一位监管员发“审批通知 ${id}”；审批后您发“发送通知 ${id}”。`,
  },
  actions: {
    approve: '同意发布',
    send: '发送',
    pause: '暂停',
    resume: '继续',
    cancel: '取消这条通知',
  },
  head: (title: string, emergency: boolean) => `${emergency ? '【紧急通知】' : '【通知】'}${title}`,
  foot: (id: string) => `通知编号 ${id}`,
  pleaseAcknowledge: (until: string, words: boolean, group: boolean) =>
    words
      ? `请在 ${until} 前回复“收到”${group ? '（在群里直接回复即可）' : ''}。`
      : `请在 ${until} 前点“收到”。`,
  late: (id: string) =>
    `通知 ${id} 错过了预定的发送时间，没有自动发出。要发请发“发送通知 ${id}”，不发请发“取消通知 ${id}”。`,
  finished: (id: string, unknown: number, failed: number) =>
    `通知 ${id} 已发完。${unknown + failed === 0 ? '' : `结果不明 ${unknown} 个，失败 ${failed} 个。`}`,
  received: (title: string) => `已记录：收到“${title}”。谢谢。`,
  nothingWaits: '好的。现在没有等您确认的通知。',
  none: '还没有给您的通知。',
  list: '最近的通知：',
  line: (id: string, title: string, at: string) => `${id} · ${at} · ${title}`,
  whichOne: '没有这条通知。发“通知”看最近的。',
  choices: { received: '收到' },
  menu: { notices: '最近的通知' },
}

export type AnnouncementsWording = typeof announcementsZh
