/** The store's contract on PostgreSQL. */
import { afterAll, beforeAll } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import { supportContract } from '../../contracts/support.ts'
import { announcementContract } from '../../contracts/announcements.ts'
import { lineContract } from '../../contracts/line.ts'
import { peopleContract } from '../../contracts/people.ts'
import { storeContract } from '../../contracts/store.ts'
import { voidContract } from '../../contracts/void.ts'
import { type PostgresServer, postgresServer } from '../../support/postgres.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await postgresServer()
}, 60_000)

afterAll(() => server.stop())

const freshDatabase = async () => {
  const url = await server.freshUrl()
  const { oneConnection } = server
  return { open: () => openStore(url, { oneConnection }), isolated: !oneConnection }
}
storeContract('PostgreSQL', freshDatabase)
peopleContract('PostgreSQL', freshDatabase)
voidContract('PostgreSQL', freshDatabase)
lineContract('PostgreSQL', freshDatabase)
announcementContract('PostgreSQL', freshDatabase)
supportContract('PostgreSQL', freshDatabase)
