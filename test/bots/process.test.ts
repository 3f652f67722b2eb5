/** The programs as they are started: what they print, how they end, and what they refuse. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { startBotApi, TOKEN } from '../support/bot-api.ts'
import { READY, run } from '../support/process.ts'
import { textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'

describe('npm start', () => {
  it('says where to talk, and ends well at SIGTERM', async () => {
    const main = run('main', [], { DATABASE_URL: temporaryDatabase() })
    await main.prints(READY)
    main.child.kill('SIGTERM')
    const { code, out } = await main.ended
    expect(code).toBe(0)
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
  })

  it('refuses to serve a database that another process serves, and takes over from one that was killed', async () => {
    const DATABASE_URL = temporaryDatabase()
    const first = run('main', [], { DATABASE_URL })
    await first.prints(READY)
    const second = await run('main', [], { DATABASE_URL }).ended
    expect(second.code).toBe(1)
    expect(second.err).toContain('another process serves this database')
    first.child.kill('SIGKILL')
    await first.ended
    const third = run('main', [], { DATABASE_URL })
    await third.prints(READY)
  })

  it('names the variable that is wrong, and ends with 1', async () => {
    const { code, err } = await run('main', [], { PORT: 'x' }).ended
    expect(code).toBe(1)
    expect(err).toContain('PORT: takes a port')
  })

  it('loses nothing at SIGTERM in the middle of a stream', async () => {
    const api = await startBotApi({ latencyMs: 5 })
    onTestFinished(() => api.close())
    const DATABASE_URL = temporaryDatabase()
    const env = {
      DATABASE_URL,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_RATE: '0',
    }
    for (let user = 1; user <= 60; user++) api.push(textUpdate({ user, text: '帮助' }))
    const first = run('main', [], env)
    await api.waitFor(({ sent }) => sent.length >= 20)
    first.child.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)
    const second = run('main', [], env)
    await api.waitFor(({ sent, unconfirmed }) => sent.length >= 60 && unconfirmed.length === 0)
    second.child.kill('SIGTERM')
    await second.ended
    expect(new Set(api.sent.map(({ chat }) => chat)).size).toBe(60)
    expect(api.sent).toHaveLength(60)
  }, 90_000)
})

describe('npm run chat', () => {
  it('gives one reply for one line, goes on where it left, and ends at the end of its input', async () => {
    const DATABASE_URL = temporaryDatabase()
    const store = await openStore(DATABASE_URL)
    await store.transaction((tx) => tx.ledger.add(sampleReceipts))
    await store.close()
    const first = await run('console', [], { DATABASE_URL }, '查票\n42990126\n').ended
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/^请发票据代码[^]*还差票据号码/)
    const second = await run('console', [], { DATABASE_URL }, '0000000001\n55e8a5\n完整票据\n')
      .ended
    expect(second.out).toMatch(/^还差校验码[^]*江城示范医院[^]*http:\/\/127\.0\.0\.1:\d+\/r\//)
    expect(second.err).toBe('')
  })
})

describe('npm run cli', () => {
  const cli = (DATABASE_URL: string, ...args: string[]) => run('cli', args, { DATABASE_URL }).ended

  it('lists what was asked in the terminal and not answered, and knows wrong usage', async () => {
    const DATABASE_URL = temporaryDatabase()
    await run('console', [], { DATABASE_URL }, '龘靐齉龗是什么\n').ended
    const { code, out } = await cli(DATABASE_URL, 'faq', 'gaps', '--since', '1d', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ...{ asked: 1, groups: [{ question: '龘靐齉龗是什么', count: 1 }] },
    })
    expect((await cli(DATABASE_URL, 'faq', 'gaps', '--since', 'soon')).code).toBe(2)
    expect((await cli(DATABASE_URL, 'faq', 'gaps', 'folder')).code).toBe(2)
  })

  it('names FAQ_DIR when there is no such folder', async () => {
    const env = { DATABASE_URL: temporaryDatabase(), FAQ_DIR: '/nowhere/faq' }
    const { code, err } = await run('console', [], env, '').ended
    expect(code).toBe(1)
    expect(err).toMatch(/FAQ_DIR[^]*\/nowhere\/faq/)
  })

  it('answers 2 and how it is used to what it does not know', async () => {
    const DATABASE_URL = temporaryDatabase()
    const whole = 'usage: npm run cli'
    const wrong = [
      [[], whole],
      [['nonsense'], whole],
      [['--what'], whole],
      [['inbox', 'list'], 'missing --set-aside\n  npm run cli -- inbox list --set-aside'],
      [['outbox', 'list', '--state', 'x'], 'npm run cli -- outbox list'],
      [['inbox', 'retry', 'x'], 'npm run cli -- inbox retry ID\n'],
    ] as const
    const ended = await Promise.all(wrong.map(([args]) => cli(DATABASE_URL, ...args)))
    for (const [at, { code, err }] of ended.entries()) {
      const right = wrong[at]?.[1] ?? ''
      expect(code).toBe(2)
      expect(err).toContain(right)
      expect(err.includes(whole)).toBe(right === whole)
    }
  })

  it('says how it is used when it is asked, and outlives who reads it', async () => {
    const help = await run('cli', ['--help'], {}).ended
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain('usage: npm run cli')
    const unread = run('cli', ['--help'], {})
    unread.child.stdout?.destroy()
    expect(await unread.ended).toMatchObject({ code: 0, err: '' })
  })

  it('says in a sentence that the database cannot be opened', async () => {
    const { code, err } = await cli('postgres://someone:hunter2@127.0.0.1:1/x', 'outbox', 'list')
    expect(code).toBe(1)
    expect(err).toBe('DATABASE_URL: the server does not answer (ECONNREFUSED)\n')
  })

  it('lists what was set aside, and puts it back in line', async () => {
    const DATABASE_URL = temporaryDatabase()
    const store = await openStore(DATABASE_URL)
    const from = { channel: 'telegram', conversation: '7', user: '7', group: false }
    await store.transaction(async (tx) =>
      tx.inbox.add({ id: '1', from, text: 'secret', addressed: true, at: 0 }, 0),
    )
    const [row] = await store.inbox.pending(['telegram'], 0, 1)
    await store.transaction((tx) => tx.inbox.setAside(row?.seq ?? 0, 3, 'Error'))
    const listed = await cli(DATABASE_URL, 'inbox', 'list', '--set-aside', '--json')
    expect(JSON.parse(listed.out.trim().split('\n').at(-1) ?? '')).toMatchObject({
      count: 1,
      items: [{ seq: row?.seq, channel: 'telegram', attempts: 3 }],
    })
    expect(listed.out).not.toContain('secret')
    expect((await cli(DATABASE_URL, 'inbox', 'retry', String(row?.seq))).code).toBe(0)
    expect((await cli(DATABASE_URL, 'inbox', 'retry', String(row?.seq))).code).toBe(1)
    expect(await store.inbox.count()).toEqual({ pending: 1, setAside: 0 })
    await store.close()
  })

  it('lists what could not be sent, and sends it again on a word', async () => {
    const DATABASE_URL = temporaryDatabase()
    const store = await openStore(DATABASE_URL)
    const to = { channel: 'telegram', conversation: '7', group: false }
    const message = { text: 'secret', personal: true }
    await store.transaction(async (tx) =>
      tx.outbox.add({ to, user: '7', message, kind: 'reply' }, 0),
    )
    const [row] = await store.outbox.due('telegram', 1, 1)
    await store.transaction((tx) =>
      tx.outbox.record(row?.id ?? 0, { state: 'failed', reason: 'refused' }, 1),
    )
    const listed = await cli(DATABASE_URL, 'outbox', 'list', '--state', 'failed')
    expect(listed.out).toContain('state=failed')
    expect(listed.out).not.toContain('secret')
    expect((await cli(DATABASE_URL, 'outbox', 'resend', String(row?.id))).code).toBe(0)
    expect(await store.outbox.due('telegram', 1, 1)).toHaveLength(1)
    await store.close()
  })
})
