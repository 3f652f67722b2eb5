/** What is done about announcements because it is time: sent when it was to be, and ended when all of it went. */
import { raiseAlarm } from '../alarm.ts'
import type { Duty } from '../duty.ts'
import type { Instant } from '../message.ts'
import { notify } from '../people/notice.ts'
import type { Desk } from '../turn.ts'
import { zhCN } from '../wording/zh-cn.ts'
import type { Announcement } from './announcement.ts'
import { begun, isInTime } from './running.ts'

const MOST = 50
const PROGRAM = 'duties'

export const announcementDuty: Duty = {
  name: 'announcements',
  async perform(now, desk) {
    for (const announcement of await desk.store.announcements.toSend(now, MOST)) {
      await fire(announcement, now, desk)
    }
    for (const announcement of await desk.store.announcements.toEnd(MOST)) {
      await end(announcement, now, desk)
    }
  },
}

/** Late by too much, or for any 收到, after a downtime or a jump of the clock, it asks instead of firing. */
async function fire(announcement: Announcement, now: Instant, desk: Desk): Promise<void> {
  await desk.store.transaction(async (tx) => {
    const current = await tx.announcements.find(announcement.id)
    if (current?.version !== announcement.version) return
    const late = now - (announcement.sendAt ?? now) > desk.announcementRules.lateAfterMs
    if (!late && isInTime(current, now)) {
      await begun(tx, desk, current, PROGRAM, now)
      return
    }
    if (!(await tx.announcements.move(current, 'miss', {}, now))) return
    const object = { object: current.id, result: 'late' }
    tx.audit.append({ actor: PROGRAM, action: 'announcement.miss', ...object }, now)
    const words = zhCN.announcements.late(current.id)
    await notify(
      tx,
      desk,
      current.writer,
      ({ announcements }) => announcements.late(current.id),
      now,
    )
    await raiseAlarm(tx, desk, { name: `announcement:${current.id}`, text: words }, now)
  })
}

async function end(announcement: Announcement, now: Instant, desk: Desk): Promise<void> {
  const counts = await desk.store.deliveries.counts(announcement.id)
  await desk.store.transaction(async (tx) => {
    const moved = await tx.announcements.move(announcement, 'finish', {}, now)
    if (!moved) return
    const object = { object: moved.id, result: 'done' }
    tx.audit.append({ actor: PROGRAM, action: 'announcement.finish', ...object }, now)
    // Who reminds follows it by its number; who wrote what it reminds of did not ask for it.
    if (moved.follows?.kind === 'reminder') return
    await notify(
      tx,
      desk,
      moved.writer,
      ({ announcements }) => announcements.finished(moved.id, counts),
      now,
    )
  })
}
