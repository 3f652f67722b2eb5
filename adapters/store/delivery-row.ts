/** A row of the table of deliveries. */
import type { DeliveryState } from '../../core/announcements/delivery.ts'

export interface DeliveryRow {
  id: number
  announcement: string
  recipient: string
  region: string
  channel: string | null
  conversation: string | null
  account: string | null
  in_group: number
  state: DeliveryState
  tries: number
  not_before: number
  parts: number
  text_sent: number
  reason: string | null
  recorded_at: number | null
  acknowledged_at: number | null
  chased_at: number | null
}
