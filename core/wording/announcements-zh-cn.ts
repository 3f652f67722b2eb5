/** 通知公告的用语。 */
import type { Refusal } from '../announcements/running.ts'

const refusals: Record<Refusal, string> = {
  'not-allowed': '抱歉，这不在您的职责范围内。',
  'not-there': '抱歉，没有这条通知，或者它不在您的职责范围内。',
  'wrong-state': '这条通知现在不能这样办。',
  'moved-on': '内容或对象已经改动，请核对后重新审批。',
  own: '自己写的通知要由别的监管员审批。',
  'in-the-past': '发送时间已经过了，请改一个时间。',
}

export const announcementsZh = {
  refusals,
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
