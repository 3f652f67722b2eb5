/** What the assistant does of its own accord because it is time: deadlines, reminders, states to be asked for. */
import { announcementDuty } from './announcements/duty.ts'
import type { Duty } from './duty.ts'
import { voidDuty } from './receipts/void/duty.ts'
import { supportDuty } from './support/duty.ts'

/** In the order in which they are done. */
export const duties: readonly Duty[] = [voidDuty, supportDuty, announcementDuty]
