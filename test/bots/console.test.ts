/** Terminals: several at one database, what a closed one leaves, and how one leaves. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text as allOf } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { takeSeat } from '../../bots/seat.ts'
import { talk } from '../../bots/talk.ts'
import type { Store } from '../../core/store.ts'
import { temporaryDatabase } from '../support/temporary.ts'

const ROOT = join(import.meta.dirname, '../..')
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const onLost = () => undefined

function openTerminal(DATABASE_URL: string) {
  const env = { PATH: process.env['PATH'] ?? '', USER: 'nobody', LOG_LEVEL: 'silent', PORT: '0' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'bots/console.ts'], {
    ...{ cwd: ROOT, env: { ...env, DATABASE_URL } },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  const watchers = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    for (const look of watchers) look()
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    ended,
    out: () => out,
    says: (line: string) => void child.stdin.write(`${line}\n`),
    leaves: () => void child.stdin.end(),
    prints: (what: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => what.test(out) && resolve()
        watchers.add(look)
        look()
        void ended.then(() => reject(new Error(`ended without printing ${String(what)}`)))
      }),
  }
}

describe('two terminals at one database', () => {
  it('have conversations of their own, and neither prints what the other asked', async () => {
    const database = temporaryDatabase()
    const first = openTerminal(database)
    first.says('查票')
    await first.prints(/请发票据代码/)
    const second = openTerminal(database)
    second.says('取消')
    await second.prints(/现在没有正在办理的事/)
    for (let time = 0; time < 5; time++) second.says('隐私')
    first.says('42990126')
    await first.prints(/还差票据号码/)
    for (const terminal of [first, second]) terminal.leaves()
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0])
    expect(second.out().match(/我们只保留/g)).toHaveLength(5)
    expect(second.out()).not.toContain('还差')
    expect(first.out()).not.toMatch(/183 天|没有正在办理/)
    expect(await openSeats(database)).toEqual([])
  })
})

/** Leases that were not given back. */
async function openSeats(database: string): Promise<string[]> {
  const store = await openStore(database)
  onTestFinished(() => store.close())
  const names = ['process:console', 'process:console-2']
  const owners = await Promise.all(names.map((name) => store.marks.owner(name)))
  return names.filter((_name, index) => owners[index])
}

describe('what a terminal left that was closed in the middle', () => {
  async function leave(store: Store, channel: string, conversation: string): Promise<void> {
    const from = { channel, conversation, user: 'nobody', group: false }
    const message = { text: 'answer', personal: false }
    await store.transaction(async (tx) => {
      tx.inbox.add({ id: `${channel}${conversation}`, from, text: 'x', addressed: true, at: 1 }, 1)
      for (let n = 0; n < 2; n++) {
        tx.outbox.add({ to: from, user: 'nobody', message, kind: 'reply' }, 1)
      }
    })
  }

  it('is dropped when the next one opens, but for the conversation that goes on', async () => {
    const store = await openStore(temporaryDatabase())
    onTestFinished(() => store.close())
    await leave(store, 'console', 'nobody')
    await leave(store, 'console', 'somebody')
    await leave(store, 'console-3', 'nobody-1a')
    await leave(store, 'telegram', '7')
    const seat = await takeSeat({
      store,
      isFile: true,
      logger,
      clock: () => 5,
      user: 'nobody',
      onLost,
    })
    expect(seat).toMatchObject({ name: 'console', conversation: 'nobody' })
    const left = await store.inbox.pending(['console', 'console-3', 'telegram'], 0, 9)
    expect(left.map(({ message }) => message.id)).toEqual(['consolenobody', 'telegram7'])
    const due = await store.outbox.list('pending', 9)
    expect(due.map(({ to }) => to.channel)).toEqual(['console', 'console', 'telegram', 'telegram'])
    expect(await store.outbox.list('failed', 9)).toHaveLength(4)
    await seat?.release()
    expect(await store.marks.owner('process:console-3')).toBeUndefined()
  })

  it('keeps an alarm for who is an operator at a terminal', async () => {
    const store = await openStore(temporaryDatabase())
    onTestFinished(() => store.close())
    const to = { channel: 'console', conversation: 'operator', group: false }
    const message = { text: 'alarm', personal: false }
    const notice = { to, user: 'operator', message, kind: 'notice' as const }
    await store.transaction(async (tx) => tx.outbox.add(notice, 1))
    const seat = await takeSeat({
      store,
      isFile: true,
      logger,
      clock: () => 5,
      user: 'nobody',
      onLost,
    })
    await seat?.release()
    expect(await store.outbox.list('pending', 9)).toHaveLength(1)
  })
})

describe('a person at a terminal', () => {
  async function typed(input: string, options: { interactive: boolean; another?: boolean }) {
    const output = new PassThrough()
    const stream = new PassThrough()
    stream.end(input)
    const said: string[] = []
    const say = (text: string) => Promise.resolve(void said.push(text))
    await talk({ input: stream, output, say, another: false, ...options })
    output.end()
    return { said, lines: (await allOf(output)).split('\n') }
  }

  it('is told first how to leave, sees a prompt, and leaves with exit', async () => {
    const { said, lines } = await typed('帮助\n\n  \nexit\n后来\n', { interactive: true })
    expect(said).toEqual(['帮助'])
    expect(lines[0]).toMatch(/取消.*exit.*Ctrl-D/)
    expect(lines.join()).not.toContain('另一个终端')
    expect(lines.join('\n').match(/> /g)?.length).toBeGreaterThanOrEqual(3)
  })

  it('is told when somebody talks in another terminal', async () => {
    const { lines } = await typed('', { interactive: true, another: true })
    expect(lines[1]).toContain('另一个终端')
  })

  it('that is a program gets nothing but answers', async () => {
    const { said, lines } = await typed('帮助\nexit\n', { interactive: false })
    expect(said).toEqual(['帮助', 'exit'])
    expect(lines).toEqual([''])
  })
})
