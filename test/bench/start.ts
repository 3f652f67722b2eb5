/** From the command to the first answer, on an empty folder, five times. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from './run.ts'
import { inTemporaryFolder } from './subject.ts'

const TIMES = 5
const PORT = 43_217
const ROOT = join(import.meta.dirname, '../..')

export async function start(): Promise<Row[]> {
  const seconds: number[] = []
  for (let time = 0; time < TIMES; time++) seconds.push(await inTemporaryFolder(once))
  const sorted = seconds.toSorted((left, right) => left - right)
  const [median, most] = [sorted[2] ?? NaN, sorted.at(-1) ?? NaN]
  return [
    {
      bench: 'npm start to the first answer',
      'median s': median.toFixed(2),
      'most s': most.toFixed(2),
    },
  ]
}

async function once(folder: string): Promise<number> {
  const started = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, PORT: String(PORT), DATABASE_URL: `sqlite:${join(folder, 'start.db')}` },
  })
  const url = `http://127.0.0.1:${PORT}`
  const cookie = await firstPage(url)
  const headers = { 'content-type': 'application/json', cookie }
  const body = JSON.stringify({ id: 'bench-message-1', text: '帮助' })
  await fetch(`${url}/chat/messages`, { method: 'POST', headers, body })
  while (!(await answered(url, cookie))) await sleep(10)
  const seconds = (performance.now() - started) / 1000
  const exit = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await exit
  return seconds
}

async function firstPage(url: string): Promise<string> {
  for (;;) {
    const page = await fetch(url).catch(() => undefined)
    if (page?.ok) return page.headers.get('set-cookie')?.split(';')[0] ?? ''
    await sleep(10)
  }
}

async function answered(url: string, cookie: string): Promise<boolean> {
  const log = await fetch(`${url}/chat/log`, { headers: { cookie } })
  return (await log.text()).includes('assistant')
}
