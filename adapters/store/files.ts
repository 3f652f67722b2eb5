/** The tables of files and of the one-time links to them; the contents are elsewhere. */
import type { Knex } from 'knex'
import type { FileRecords, KeptFile } from '../../core/files/file.ts'

interface LinkRow {
  hash: string
  file: string
  expires_at: number
  browser: string | null
}

export function filesOf(db: Knex): FileRecords {
  const files = () => db<KeptFile>('files')
  const links = () => db<LinkRow>('file_links')
  return {
    add: async (file) => void (await files().insert(file)),
    find: (id) => files().where({ id }).first(),
    of: (purpose) => files().where({ purpose }).orderBy(['at', 'id']),
    repurpose: async (from, to) =>
      void (await files().where({ purpose: from }).update({ purpose: to })),
    removePurpose: (purpose) => removeFiles(db, (all) => all.where({ purpose })),
    async removeOthers(purpose, kept) {
      await removeFiles(db, (all) => all.where({ purpose }).whereNotIn('id', [...kept]))
    },
    async known(ids) {
      const rows = await files()
        .select('id')
        .whereIn('id', [...ids])
      return new Set(rows.map(({ id }) => id))
    },
    addLink: async (hash, file, expiresAt) =>
      void (await links().insert({ hash, file, expires_at: expiresAt })),
    async openLink(hash, browser, now) {
      const open = () => links().where({ hash }).where('expires_at', '>', now)
      await open().whereNull('browser').update({ browser })
      const link = await open().where({ browser }).first()
      return link && files().where({ id: link.file }).first()
    },
    forgetLinks: (before) => links().where('expires_at', '<', before).delete(),
  }
}

/** With their links. Resolves to how many. */
export async function removeFiles(
  db: Knex,
  which: (all: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<number> {
  const ids = which(db('files')).select('id')
  await db('file_links')
    .whereIn('file', ids as never)
    .delete()
  return (await which(db('files')).delete()) as unknown as number
}
