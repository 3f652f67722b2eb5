/** The store's contract on PostgreSQL. */
import { afterAll, beforeAll } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import { storeContract } from '../../contracts/store.ts'
import { type PostgresServer, postgresServer } from '../../support/postgres.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await postgresServer()
}, 60_000)

afterAll(() => server.stop())

storeContract('PostgreSQL', async () => {
  const url = await server.freshUrl()
  const { oneConnection } = server
  return { open: () => openStore(url, { oneConnection }), isolated: !oneConnection }
})
