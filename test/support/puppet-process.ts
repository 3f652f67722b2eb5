/** WeChat over gRPC, as a process of its own that can be killed and started again. */
import { type ChildProcess, fork } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { HostOrder } from './puppet-host.ts'
import { until } from './until.ts'
import { ME, type Said } from './wechat-world.ts'

const ENTRY = join(import.meta.dirname, 'puppet-host.ts')
export const PUPPET_TOKEN = 'insecure_token-of-nobody'

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function createPuppetHost() {
  const port = await freePort()
  const said: Said[] = []
  let child: ChildProcess | undefined
  let settled = 0
  let onSaid = (_said: Said) => {}

  const order = (one: HostOrder) => void child?.send(one)
  return {
    endpoint: `127.0.0.1:${port}`,
    said,
    set onSaid(told: (said: Said) => void) {
      onSaid = told
    },
    /** Resolves when it is logged in. */
    async start() {
      let ready = false
      child = fork(ENTRY, [String(port), PUPPET_TOKEN], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        serialization: 'advanced',
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], WECHATY_LOG: 'silent' },
      })
      child.on('message', (message: { ready?: boolean; settled?: boolean; said?: Said }) => {
        ready ||= message.ready ?? false
        if (message.settled) settled += 1
        if (!message.said) return
        said.push(message.said)
        onSaid(message.said)
      })
      await until(() => ready)
    },
    /** Resolves when all that was said before is in `said`. */
    async settled() {
      const before = settled
      order({ do: 'settle' })
      await until(() => settled > before)
    },
    scan: (code: string) => order({ do: 'scan', code }),
    login: () => order({ do: 'login' }),
    logout: () => order({ do: 'logout' }),
    /** What is sent goes out from now on, and its sender is told these words, or nothing. */
    fail: (words?: string) => order({ do: 'fail', ...(words !== undefined && { words }) }),
    bring: (payload: Readonly<Record<string, unknown>>, file?: Buffer) =>
      order({ do: 'bring', payload, ...(file && { file: file.toString('base64') }) }),
    /** Says something in private and returns the next thing that is said to this person. */
    async says(user: string, text: string): Promise<string> {
      const heard = () => said.filter(({ to }) => to === user)
      const before = heard().length
      order({ do: 'bring', payload: { talkerId: user, listenerId: ME.id, text } })
      await until(() => heard().length > before)
      return heard().at(-1)?.text ?? ''
    },
    /** It goes on to be there, and answers to nothing. */
    freeze: () => void child?.kill('SIGSTOP'),
    async kill() {
      if (child?.signalCode) return
      const gone = new Promise((resolve) => child?.once('exit', resolve))
      child?.kill('SIGKILL')
      await gone
    },
  }
}

export type PuppetHost = Awaited<ReturnType<typeof createPuppetHost>>
