/** The programs with WeChat over the real gRPC road: a puppet server in one process, ours in others. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { openStore } from '../../adapters/store/store.ts'
import { createPuppetHost, freePort, PUPPET_TOKEN } from '../support/puppet-process.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { until } from '../support/until.ts'

const ROOT = join(import.meta.dirname, '../..')
const OPERATOR = { channel: 'web', conversation: 'boss', group: false }

async function openHost({ loggedIn = true } = {}) {
  const host = await createPuppetHost()
  onTestFinished(() => host.kill())
  await host.start()
  if (loggedIn) host.login()
  return host
}

async function database(): Promise<string> {
  const url = temporaryDatabase()
  const store = await openStore(url)
  await store.transaction((tx) => tx.ledger.add(sampleReceipts))
  await store.close()
  return url
}

/** One of our programs. `health` asks `npm start` how it is. */
async function run(entry: string, env: Record<string, string>) {
  const port = await freePort()
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', `bots/${entry}.ts`], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...{ LOG_LEVEL: 'info', PORT: String(port), WECHATY_PUPPET: 'wechaty-puppet-service' },
      ...{ WECHATY_PUPPET_SERVICE_TOKEN: PUPPET_TOKEN, WECHAT_RATE: '0', OPERATORS: 'web:boss' },
      EPIAOTONG_SECRET: 'a secret for tests only',
      ...env,
    },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  }
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  const health = async () => {
    const response = await fetch(`${url}/health`).catch(() => undefined)
    return (await response?.json().catch(() => undefined)) as
      { channels: Record<string, { state: string }> } | undefined
  }
  return {
    ...{ child, ended, url },
    printed: () => printed,
    is: (state: string) => until(async () => (await health())?.channels['wechat']?.state === state),
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Somebody asks in the browser, and is answered. */
async function webAnswers(url: string): Promise<void> {
  const cookie = (await fetch(url)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { 'content-type': 'application/json', cookie }
  const body = JSON.stringify({ id: `web-message-${Date.now()}`, text: '帮助' })
  await fetch(`${url}/chat/messages`, { method: 'POST', headers, body })
  await until(async () => {
    const log = await fetch(`${url}/chat/log`, { headers: { cookie } })
    return (await log.text()).includes('assistant')
  })
}

async function alarms(databaseUrl: string): Promise<string[]> {
  const store = await openStore(databaseUrl)
  const rows = await store.outbox.history(OPERATOR, 'boss', 20)
  await store.close()
  return rows.map(({ message }) => message.text)
}

describe('npm start with a puppet service', () => {
  it('answers, outlives the server being killed in mid-conversation, and goes on with it', async () => {
    const host = await openHost()
    const main = await run('main', {
      DATABASE_URL: await database(),
      WECHATY_PUPPET_SERVICE_ENDPOINT: host.endpoint,
    })
    await main.is('running')
    expect(await host.says('wxid-1', '帮助')).toContain('1. 查票')
    expect(await host.says('wxid-1', '1')).toContain('请发票据代码')
    host.bring({ talkerId: 'wxid-2', roomId: 'unit@chatroom', text: '小票 帮助' })
    await until(() => host.said.some(({ to }) => to === 'unit@chatroom'))
    await host.kill()
    await main.is('failing')
    await webAnswers(main.url)
    await host.start()
    host.login()
    await main.is('running')
    expect(await host.says('wxid-1', '42990126')).toContain('还差票据号码')
    expect(await host.says('wxid-1', '0000000001')).toContain('还差校验码')
    expect(await host.says('wxid-1', '55e8a5')).toContain('查到这张票据')
    const metrics = await (await fetch(`${main.url}/metrics`)).text()
    expect(metrics).toMatch(/epiaotong_connection_total\{channel="wechat",result="login"\} 2/)
    const logged = main
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(logged.join('\n')).not.toMatch(/42990126|帮助"|名字/)
    expect(await main.stop()).toBe(0)
  }, 90_000)

  it('reports a wrong token to administrators, and serves the rest', async () => {
    const host = await openHost()
    const DATABASE_URL = await database()
    const main = await run('main', {
      DATABASE_URL,
      WECHATY_PUPPET_SERVICE_ENDPOINT: host.endpoint,
      WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_another-token',
    })
    await main.is('failing')
    await webAnswers(main.url)
    await until(async () => (await alarms(DATABASE_URL)).some((text) => text.includes('令牌无效')))
    expect(main.printed()).not.toContain('another-token')
    expect(await main.stop()).toBe(0)
  }, 90_000)

  const inLong = process.env['LONG'] ? it : () => undefined
  inLong(
    'tells administrators within 90 s of a server that is there and answers to nothing',
    async () => {
      const host = await openHost()
      const DATABASE_URL = await database()
      const env = { DATABASE_URL, WECHATY_PUPPET_SERVICE_ENDPOINT: host.endpoint }
      const main = await run('main', env)
      await main.is('running')
      host.freeze()
      const frozen = performance.now()
      await until(
        async () => (await alarms(DATABASE_URL)).some((text) => text.includes('没有任何响应')),
        120_000,
      )
      expect(performance.now() - frozen).toBeLessThan(90_000)
    },
    180_000,
  )

  it('shows the code for the login in the terminal and to administrators, and each new one', async () => {
    const host = await openHost({ loggedIn: false })
    const DATABASE_URL = await database()
    const main = await run('main', { DATABASE_URL, WECHATY_PUPPET_SERVICE_ENDPOINT: host.endpoint })
    await until(() => main.printed().includes('鄂票通已就绪'))
    let page = ''
    await until(async () => {
      host.scan('http://weixin.qq.com/x/1')
      const [text = ''] = await alarms(DATABASE_URL)
      page = /http:\/\/127\.0\.0\.1:\d+\/wechat\/login\/\S+/.exec(text)?.[0] ?? ''
      return page !== ''
    })
    expect(main.printed()).toContain('▄▄▄▄')
    const picture = async () => (await fetch(page)).text()
    const first = await picture()
    expect(first).toMatch(/^<svg/)
    host.scan('http://weixin.qq.com/x/2')
    await until(async () => (await picture()) !== first)
    expect((await fetch(`${page}x`)).status).toBe(410)
    host.login()
    await main.is('running')
    await until(async () => (await fetch(page)).status === 410)
    expect(await main.stop()).toBe(0)
  }, 90_000)

  it('serves the rest when the puppet is not installed, and says so', async () => {
    const DATABASE_URL = await database()
    const main = await run('main', { DATABASE_URL, WECHATY_PUPPET: 'wechaty-puppet-of-nobody' })
    await main.is('failing')
    await webAnswers(main.url)
    await until(async () => (await alarms(DATABASE_URL)).some((text) => text.includes('没有安装')))
    expect(await main.stop()).toBe(0)
  }, 60_000)
})

describe('npm run bot:wechat', () => {
  it('serves WeChat on the database of npm start, which serves the rest and knows how it is', async () => {
    const host = await openHost()
    const env = {
      DATABASE_URL: await database(),
      WECHATY_PUPPET_SERVICE_ENDPOINT: host.endpoint,
    }
    const bot = await run('wechat', env)
    await until(() => bot.printed().includes('微信已启动'))
    const main = await run('main', env)
    await main.is('running')
    await webAnswers(main.url)
    expect(await host.says('wxid-1', '帮助')).toContain('1. 查票')
    host.logout()
    await main.is('failing')
    await until(async () =>
      (await alarms(env.DATABASE_URL)).some((text) => text.includes('退出登录')),
    )
    const second = await run('wechat', env)
    expect(await second.ended).toBe(1)
    expect(second.printed()).toContain('another process serves WeChat')
    expect(await bot.stop()).toBe(0)
    await webAnswers(main.url)
    expect(await main.stop()).toBe(0)
  }, 90_000)
})
