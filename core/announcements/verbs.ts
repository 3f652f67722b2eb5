/** The verbs of who reads announcements, and of who sends them. */
import type { Verb } from '../verb.ts'

const ID = /^[\s:：]*(?:a\s*[-－]\s*)?\d{1,9}\s*$/iu

/** With its letter: a bare number behind a T may be of something else. */
const WITH_ID = /^[\s:：]*a\s*[-－]\s*\d{1,9}\s*$/iu

/** With or without thanks, and a full stop. */
const TAIL = /(?:[，,、 ]?了)?(?:[，,、 ]?(?:谢谢|感谢))?[。.!！~～]*\s*$/u.source

/** What people say in a group when they have read. */
const READ_WORDS = new RegExp(`^\\s*(?:好的?|已)?[，,、 ]?(?:收到|已阅|已读)${TAIL}`, 'u')

/** Of all that wait for a word. */
export const READ_ALL = new RegExp(`^\\s*(?:都|全部?|全都)(?:收到|已阅|已读)${TAIL}`, 'u')
const READ_NAMED = new RegExp(`^\\s*收到[\\s:：]*a\\s*[-－]\\s*\\d{1,9}${TAIL}`, 'iu')
const READ_ID = new RegExp(`^[\\s:：]*(?:a\\s*[-－]\\s*)?\\d{1,9}${TAIL}`, 'iu')

/** Whatever else is going on, this is about announcements. */
export function isWordOfReading(text: string): boolean {
  return READ_WORDS.test(text) || READ_ALL.test(text)
}

/** Heard in a group without a mention while an announcement waits there. */
export function saysRead(text: string): boolean {
  return isWordOfReading(text) || READ_NAMED.test(text)
}

export const announcementVerbs: readonly Verb[] = [
  {
    command: 'notices',
    words: ['通知', '最近通知', '最近的通知', '/notices', 'notices'],
    rest: ID,
  },
  { command: 'received', words: ['收到', 'received'], rest: READ_ID },
  { command: 'announce', words: ['写通知', '发通知', '新建通知', '/announce'] },
  { command: 'notice', words: ['a-'], rest: ID, never: 'alone' },
  { command: 'seeNotice', words: ['查看通知', '通知进度'], rest: ID },
  { command: 'approveNotice', words: ['审批通知', '同意发布'], rest: ID },
  { command: 'sendNotice', words: ['发送通知'], rest: ID },
  { command: 'sendNowNotice', words: ['现在发送'], rest: ID, never: 'alone' },
  { command: 'pauseNotice', words: ['暂停通知'], rest: ID },
  { command: 'resumeNotice', words: ['继续通知'], rest: ID },
  { command: 'cancelNotice', words: ['取消通知'], rest: ID },
  { command: 'editNotice', words: ['修改通知'], rest: ID },
  { command: 'correctNotice', words: ['更正通知'], rest: ID },
  { command: 'correctNotice', words: ['更正'], rest: ID, never: 'alone' },
  { command: 'recallNotice', words: ['撤回通知'], rest: ID },
  { command: 'resendNotice', words: ['重发通知'], rest: ID },
  { command: 'unknownNotice', words: ['不明名单'], rest: ID },
  {
    command: 'remindNotice',
    words: ['提醒未确认的', '提醒未确认', '催未确认的', 'remind unread'],
    rest: ID,
  },
  { command: 'unreadNotice', words: ['未确认的', '未确认', '谁没收到', 'unread'], rest: ID },
  { command: 'reportNotice', words: ['通知报表'], rest: ID },
  {
    command: 'unsubscribe',
    words: ['退订通知', '退订', '取消订阅', 'td', 't', 'unsubscribe'],
    rest: WITH_ID,
  },
  { command: 'subscribe', words: ['恢复订阅', '订阅通知', 'subscribe'] },
]
