/** The programs as processes of their own, as they are started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** What `npm start` prints when it is ready. */
export const READY = '鄂票通已就绪'

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when this was printed on standard output. */
  prints(text: string): Promise<void>
  /** Resolves when this was written to standard error. */
  reports(text: string): Promise<void>
}

/** Runs `bots/<entry>.ts`; it is killed with the test at the latest. */
export function run(
  entry: string,
  args: string[],
  env: Record<string, string>,
  input?: string,
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', `bots/${entry}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'silent', PORT: '0', ...env },
  })
  let out = ''
  let err = ''
  const watchers = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    for (const look of watchers) look()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
    for (const look of watchers) look()
  })
  child.stdin.end(input)
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  )
  const until = (holds: () => boolean, what: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => holds() && resolve()
      watchers.add(look)
      look()
      void ended.then(() => reject(new Error(`ended without "${what}": ${err}`)))
    })
  return {
    child,
    ended,
    prints: (text) => until(() => out.includes(text), text),
    reports: (text) => until(() => err.includes(text), text),
  }
}
