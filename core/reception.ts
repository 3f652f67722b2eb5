/** What a network brings besides messages to be answered: those that came too late, and groups to be greeted. */
import { raiseAlarm } from './alarm.ts'
import type { Address, InboundMessage, Instant } from './message.ts'
import { conversationOf, sessionKeyOf } from './message.ts'
import { readSession } from './session.ts'
import type { Store } from './store.ts'
import type { Desk } from './turn.ts'
import { wordingFor } from './wording/wording.ts'
import { zhCN } from './wording/zh-cn.ts'

/** Who was asked to repeat what came late is not asked again for so long. */
const ASKED_MS = 60 * 60 * 1000
const GREETED_MS = 365 * 24 * 60 * 60 * 1000
const OWNER = 'reception'

/** Sets the message aside, where operators see it, and asks its sender once to send it again. */
export async function takeLate(
  message: InboundMessage,
  now: Instant,
  { store, ...desk }: Pick<Desk, 'store' | 'operators' | 'channels'>,
): Promise<void> {
  const { from } = message
  if (!message.addressed) return
  const mark = `late:${conversationOf(from)}:${from.user}`
  await store.transaction(async (tx) => {
    if (!(await tx.inbox.addAside(message, 'late', now))) return
    const text = zhCN.wechat.trouble.late
    await raiseAlarm(tx, desk, { name: `late:${from.channel}`, text }, now)
    const asked = await tx.marks.owner(mark)
    if (asked && asked.until > now) return
    await tx.marks.take(mark, OWNER, now, now + ASKED_MS)
    const { locale } = readSession((await tx.sessions.load(sessionKeyOf(from)))?.data)
    const answer = { text: wordingFor(locale).wechat.late, personal: false }
    tx.outbox.add({ to: from, user: from.user, message: answer, kind: 'reply' }, now)
  })
}

/** Says hello in a group, once. `prefix`: what begins so is heard there. */
export async function greetGroup(
  to: Address,
  prefix: string,
  now: Instant,
  { store }: { readonly store: Store },
): Promise<void> {
  const mark = `greeted:${conversationOf(to)}`
  await store.transaction(async (tx) => {
    if (await tx.marks.owner(mark)) return
    await tx.marks.take(mark, OWNER, now, now + GREETED_MS)
    const message = { text: zhCN.wechat.groupHello(prefix), personal: false }
    tx.outbox.add({ to, user: to.conversation, message, kind: 'notice' }, now)
  })
}
