/** `npm start` with an official account: a follower's message, and the answer in the callback. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { tellOfQuota } from '../../bots/official.ts'
import { openOffice } from '../support/office.ts'
import { freePort } from '../support/puppet-process.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { until } from '../support/until.ts'
import { APP_ID, APP_SECRET, startWechatApi } from '../support/wechat-api.ts'
import { AES_KEY, callOf, encryptedCall, TOKEN } from '../adapters/wechat-official/opened.ts'

const ROOT = join(import.meta.dirname, '../..')

describe('npm start with an official account', () => {
  it('sets the menu, answers what is encrypted, and nothing that is not', async () => {
    const api = await startWechatApi()
    const port = await freePort()
    const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'bots/main.ts'], {
      cwd: ROOT,
      stdio: 'ignore',
      env: {
        ...{ PATH: process.env['PATH'], LOG_LEVEL: 'silent', PORT: String(port) },
        DATABASE_URL: temporaryDatabase(),
        WECHAT_OFFICIAL_APP_ID: APP_ID,
        WECHAT_OFFICIAL_APP_SECRET: APP_SECRET,
        WECHAT_OFFICIAL_TOKEN: TOKEN,
        WECHAT_OFFICIAL_AES_KEY: AES_KEY,
        WECHAT_OFFICIAL_API_ROOT: api.root,
      },
    })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await api.close()
    })
    await until(() => api.menus.length === 1)
    const post = async ({ url, payload, headers }: ReturnType<typeof callOf>) => {
      const init = { method: 'POST', headers, body: payload }
      return fetch(`http://127.0.0.1:${port}${url}`, init)
    }
    const answer = await post(encryptedCall({ text: '帮助' }))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<Encrypt>')
    expect((await post(callOf({ text: '帮助' }))).status).toBe(401)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 60_000)
})

describe('a quota that is used up', () => {
  it('is told to operators on another channel, once', async () => {
    const operators = [{ channel: 'web', conversation: 'boss', group: false }]
    const office = await openOffice({ operators })
    const { store, clock } = office
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const line = { store, operators, channels: () => [], clock: clock.now, logger }
    await tellOfQuota(line)
    await tellOfQuota(line)
    await office.settle()
    expect(office.sent.map(({ message: { text } }) => text)).toEqual([
      expect.stringContaining('接口调用次数已用完'),
    ])
  })
})
