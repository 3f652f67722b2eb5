/** The table of announcements. */
import type { Knex } from 'knex'
import {
  afterAnnouncementMove,
  type Announcement,
  type AnnouncementState,
  type Content,
  type FollowKind,
} from '../../core/announcements/announcement.ts'
import { attachmentsSchema } from '../../core/announcements/attachment.ts'
import { aimSchema } from '../../core/announcements/audience.ts'
import type { Announcements } from '../../core/announcements/kept.ts'
import { removeFiles } from './files.ts'

export interface AnnouncementRow {
  id: string
  state: AnnouncementState
  version: number
  title: string
  text: string
  files: string | null
  audience: string
  ack_until: number | null
  emergency: number
  mandatory: number
  send_at: number | null
  writer: string
  approver: string | null
  content_hash: string
  follows: string | null
  follow_kind: FollowKind | null
  replaced_by: string | null
  at: number
  since: number
}

export function announcementsOf(db: Knex): Announcements {
  const announcements = () => db<AnnouncementRow>('announcements')
  const find = async (id: string) => {
    const row = await announcements().where({ id }).first()
    return row && toAnnouncement(row)
  }
  return {
    add: async (announcement) => void (await announcements().insert(toRow(announcement))),
    find,
    async move({ id, state, version }, move, { approver, content }, now) {
      const to = afterAnnouncementMove(state, move)
      if (to === undefined) return undefined
      const changed = {
        ...{ state: to, version: version + 1, since: now },
        ...(approver !== undefined && { approver }),
        ...(content && { ...contentColumns(content), approver: null }),
      }
      const rows = await announcements().where({ id, state, version }).update(changed)
      return rows === 1 ? find(id) : undefined
    },
    async replace(id, by) {
      const reminders = { follows: id, follow_kind: 'reminder' as const }
      const rows = await announcements().where({ id }).orWhere(reminders).select('id')
      const ids = rows.map((row) => row.id)
      await announcements().whereIn('id', ids).update({ replaced_by: by })
      return ids
    },
    async forgetFiles(ended, drafts) {
      const over = announcements()
        .whereIn('state', ['done', 'cancelled'])
        .where('since', '<', ended)
        .select(db.raw(`'announcement:' || id`) as never)
      return removeFiles(db, (all) =>
        all
          .whereIn('purpose', over as never)
          .orWhere((old) =>
            old.whereLike('purpose', 'announcement-draft:%').where('at', '<', drafts),
          ),
      )
    },
    async toSend(now, limit) {
      const due = announcements().where({ state: 'scheduled' }).where('send_at', '<=', now)
      return (await due.orderBy('send_at').limit(limit)).map(toAnnouncement)
    },
    async toEnd(limit) {
      const ended = announcements()
        .where({ state: 'sending' })
        .whereNotExists((left) => {
          void left
            .from('deliveries')
            .whereRaw('deliveries.announcement = announcements.id')
            // As it stands in the partial index.
            .whereRaw(`deliveries.state IN ('pending', 'sending')`)
        })
      return (await ended.orderBy('at').limit(limit)).map(toAnnouncement)
    },
    async list(limit, after) {
      const found = announcements().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit)
      if (after !== undefined) {
        void found.whereRaw('(at, id) < (SELECT at, id FROM announcements WHERE id = ?)', [after])
      }
      return (await found).map(toAnnouncement)
    },
  }
}

function toRow(announcement: Announcement): AnnouncementRow {
  const { id, state, version, writer, approver, replacedBy, at, since } = announcement
  return {
    ...{ id, state, version, writer, at, since },
    ...contentColumns(announcement),
    approver: approver ?? null,
    replaced_by: replacedBy ?? null,
  }
}

function contentColumns(content: Content & { readonly contentHash: string }) {
  const { title, text, audience, acknowledge, emergency, mandatory, sendAt, follows } = content
  const { files = [] } = content
  return {
    ...{ title, text, audience: JSON.stringify(audience), content_hash: content.contentHash },
    files: files.length > 0 ? JSON.stringify(files) : null,
    ack_until: acknowledge?.until ?? null,
    emergency: emergency ? 1 : 0,
    mandatory: mandatory ? 1 : 0,
    send_at: sendAt ?? null,
    follows: follows?.id ?? null,
    follow_kind: follows?.kind ?? null,
  }
}

export function toAnnouncement(row: AnnouncementRow): Announcement {
  const { id, state, version, title, text, writer, approver, at, since } = row
  return {
    ...{ id, state, version, title, text, writer, at, since },
    ...(row.files !== null && { files: attachmentsSchema.parse(JSON.parse(row.files)) }),
    audience: aimSchema.parse(JSON.parse(row.audience)),
    ...(row.ack_until !== null && { acknowledge: { until: row.ack_until } }),
    emergency: row.emergency === 1,
    mandatory: row.mandatory === 1,
    ...(row.send_at !== null && { sendAt: row.send_at }),
    ...(approver !== null && { approver }),
    ...(row.follows !== null &&
      row.follow_kind !== null && { follows: { id: row.follows, kind: row.follow_kind } }),
    ...(row.replaced_by !== null && { replacedBy: row.replaced_by }),
    contentHash: row.content_hash,
  }
}
