/** Starts that cannot succeed, starts that are interrupted, and what is said of them. */
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import type { Store } from '../../core/store.ts'
import { startBotApi, TOKEN } from '../support/bot-api.ts'
import { DAY } from '../support/clock.ts'
import { READY, run } from '../support/process.ts'
import { textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const LEASE = 'process:main'

const servers: Server[] = []
const closeAll = () => servers.splice(0).forEach((server) => void server.close())

async function takenPort(): Promise<string> {
  const server = createServer()
  servers.push(server)
  onTestFinished(closeAll)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return String((server.address() as AddressInfo).port)
}

async function opened(DATABASE_URL: string): Promise<Store> {
  const store = await openStore(DATABASE_URL)
  onTestFinished(() => store.close())
  return store
}

const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

describe('a start that cannot succeed', () => {
  it.each([
    ['HOST', async () => ({ HOST: 'nobody.invalid' })],
    ['PORT', async () => ({ PORT: await takenPort() })],
    ['DATABASE_URL', async () => ({ DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/x' })],
  ])('ends with 1 and a sentence that names %s', async (variable, environment) => {
    const env = { DATABASE_URL: temporaryDatabase(), ...(await environment()) }
    const { code, out, err } = await run('main', [], env).ended
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(new RegExp(`^${variable}\\b`, 'm'))
    expect(err).not.toMatch(/^\s+at |hunter2|node:/m)
  })

  it('leaves the database to the next start', async () => {
    const DATABASE_URL = temporaryDatabase()
    await run('main', [], { DATABASE_URL, PORT: await takenPort() }).ended
    const store = await opened(DATABASE_URL)
    expect(await store.marks.owner(LEASE)).toBeUndefined()
  })
})

describe('SIGTERM while it starts', () => {
  it.each(['its secret is kept', 'it has taken the database'])('as soon as %s', async (when) => {
    const DATABASE_URL = temporaryDatabase()
    const store = await opened(DATABASE_URL)
    const main = run('main', [], { DATABASE_URL, LOG_LEVEL: 'warn' })
    if (when === 'its secret is kept') {
      await until(() => existsSync(`${DATABASE_URL.replace('sqlite:', '')}.secret`))
    } else {
      await until(async () => (await store.marks.owner(LEASE)) !== undefined)
    }
    main.child.kill('SIGTERM')
    main.child.kill('SIGTERM')
    const { code, err } = await main.ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(await store.marks.owner(LEASE)).toBeUndefined()
  })
})

describe('a process that lost its database to another one', () => {
  it('ends with 1, and takes nothing in any more', async () => {
    const api = await startBotApi()
    onTestFinished(() => api.close())
    const DATABASE_URL = temporaryDatabase()
    const main = run('main', [], {
      ...{ DATABASE_URL, LOG_LEVEL: 'error' },
      ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.root },
    })
    await main.prints(READY)
    const store = await opened(DATABASE_URL)
    await store.transaction(async (tx) => {
      await tx.marks.drop(LEASE, (await tx.marks.owner(LEASE))?.owner ?? '')
      await tx.marks.take(LEASE, 'elsewhere/1/0', Date.now(), Date.now() + DAY)
    })
    const { code, err } = await main.ended
    expect(code).toBe(1)
    expect(err).toContain('another process serves this database now')
    api.push(textUpdate({ user: 1, text: '帮助' }))
    expect(api.unconfirmed).toHaveLength(1)
    expect(await store.inbox.count()).toEqual({ pending: 0, setAside: 0 })
    expect((await store.marks.owner(LEASE))?.owner).toBe('elsewhere/1/0')
  })
})

describe('a start', () => {
  it('outlives who reads its greeting, and stops as always', async () => {
    const port = await takenPort()
    closeAll()
    const env = { DATABASE_URL: temporaryDatabase(), LOG_LEVEL: 'info', PORT: port }
    const main = run('main', [], env)
    main.child.stdout?.destroy()
    await main.reports('retention')
    // The greeting is printed while these are answered.
    for (let times = 0; times < 5; times++) {
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    }
    main.child.kill('SIGTERM')
    expect((await main.ended).code).toBe(0)
  })

  it('goes on without Telegram when its token is not taken, and says so in the log and in /health', async () => {
    const api = await startBotApi()
    onTestFinished(() => api.close())
    const port = await takenPort()
    closeAll()
    const main = run('main', [], {
      DATABASE_URL: temporaryDatabase(),
      LOG_LEVEL: 'warn',
      PORT: port,
      TELEGRAM_BOT_TOKEN: '1:revoked',
      TELEGRAM_API_ROOT: api.root,
    })
    await main.prints(READY)
    await main.reports('TELEGRAM_BOT_TOKEN is not taken: getMe answered 401')
    const health = await fetch(`http://127.0.0.1:${port}/health`)
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({
      channels: {
        web: { state: 'running' },
        telegram: { state: 'failing', reason: expect.stringContaining('TELEGRAM_BOT_TOKEN') },
      },
    })
    main.child.kill('SIGTERM')
    const { code, err } = await main.ended
    expect(code).toBe(0)
    expect(err).not.toContain('revoked')
  })

  it('says what is amiss: alarms to nobody, links for nobody, messages too old; and notes an approval', async () => {
    const DATABASE_URL = temporaryDatabase()
    const store = await opened(DATABASE_URL)
    const from = { channel: 'gone', conversation: '1', user: '1', group: false }
    const old = Date.now() - 8 * DAY
    const message = { id: '1', from, text: 'secret', addressed: true, at: old }
    await store.transaction(async (tx) => tx.inbox.add(message, old))
    const env = {
      DATABASE_URL,
      LOG_LEVEL: 'warn',
      OPERATORS: 'console:me',
      CROSS_BORDER_APPROVED: 'true',
      TELEGRAM_BOT_TOKEN: '1:x',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
    }
    const main = run('main', [], env)
    await main.prints(READY)
    await main.reports('"expired":1')
    main.child.kill('SIGTERM')
    const { err } = await main.ended
    expect(err).toContain('OPERATORS names channels that this process does not serve')
    expect(err).toContain('no https PUBLIC_URL')
    expect(await store.inbox.history(from, '1', 9)).toEqual([])
    expect((await store.audit.read(0, 9)).map(({ result }) => result)).toEqual(['on'])
  })
})
