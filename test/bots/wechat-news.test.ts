/** What WeChat tells of itself, and to whom it is passed on. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWechatNews, loginCode, watchRemote } from '../../bots/wechat-news.ts'
import type { Channel } from '../../core/ports.ts'
import { MINUTE } from '../support/clock.ts'
import { openOffice } from '../support/office.ts'
import { boundAs } from '../support/people.ts'

const OPERATORS = [
  { channel: 'wechat', conversation: 'wxid-boss', group: false },
  { channel: 'web', conversation: 'boss', group: false },
]

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** `served`: the channels of the process in which WeChat is. */
async function openNews(served: readonly string[], { operators = OPERATORS } = {}) {
  const office = await openOffice({ channels: ['web', 'telegram', 'wechat'] })
  const { store, clock } = office
  const running = (name: string) =>
    ({ name, state: () => ({ state: 'running', since: 0 }) }) as unknown as Channel
  const codes: string[] = []
  const news = createWechatNews({
    line: {
      ...{ store, clock: clock.now, logger: quiet, operators },
      metrics: { count: () => undefined } as never,
      channels: () => served.map(running),
    },
    publicUrl: () => 'http://127.0.0.1:3000',
    random: randomBytes,
    show: (code) => void codes.push(code),
  })
  onTestFinished(() => news.stop())
  /** Who was told what, since the last time. */
  const told = async () => {
    // Behind what the news have begun to keep.
    await store.transaction(() => Promise.resolve())
    const before = office.sent.length
    await office.settle()
    return office.sent
      .slice(before)
      .map(({ to, message }) => `${to.channel}:${to.conversation} ${message.text}`)
  }
  return { office, news, told, codes }
}

type Opened = Awaited<ReturnType<typeof openNews>>

/** An administrator whose preferred account is on WeChat, and who can be reached on Telegram. */
async function administrator({ office }: Opened): Promise<void> {
  const { store, clock } = office
  await boundAs(office, office.chat({ channel: 'wechat', user: 'wxid-a' }), ROLE, '王某')
  const person = await store.people.ofAccount({ channel: 'wechat', user: 'wxid-a' })
  const account = { channel: 'telegram', user: 'a', conversation: 'a' }
  await store.transaction(
    async (tx) => void (await tx.people.tie(person?.id ?? '', account, clock.now())),
  )
}
const ROLE = { role: 'administrator' } as const

describe('trouble with WeChat', () => {
  it.each([
    ['the process that serves all', ['web', 'telegram', 'wechat']],
    ['a process of its own', ['wechat']],
  ])(
    'in %s is told to administrators over another channel, though WeChat runs',
    async (_, served) => {
      const opened = await openNews(served)
      await administrator(opened)
      opened.news.state('running')
      opened.news.trouble('limited')
      const told = await opened.told()
      expect(told).toContainEqual(expect.stringMatching(/^telegram:a .*操作频繁/))
      expect(told.filter((one) => one.startsWith('wechat:'))).toEqual([])
    },
  )

  it('is told over WeChat where there is nowhere else', async () => {
    const { news, told } = await openNews(['wechat'], { operators: OPERATORS.slice(0, 1) })
    news.trouble('refused')
    expect(await told()).toEqual([expect.stringMatching(/^wechat:wxid-boss .*拒收/)])
  })

  it('is told once an hour while it lasts, and anew when it had been good in between', async () => {
    const { office, news, told } = await openNews(['wechat', 'web'])
    const kicked = async () => {
      news.state('failing')
      news.trouble('logged-out')
      return told()
    }
    news.state('running')
    office.clock.advance(6 * MINUTE)
    expect(await kicked()).toEqual([expect.stringMatching(/^web:boss .*退出登录/)])
    office.clock.advance(MINUTE)
    expect(await kicked()).toEqual([])
    news.state('running')
    office.clock.advance(MINUTE)
    expect(await kicked()).toEqual([])
    news.state('running')
    office.clock.advance(6 * MINUTE)
    expect(await kicked()).toHaveLength(1)
  })
})

describe('a login', () => {
  it('is asked for by one link, which shows the present code until it is over', async () => {
    const { office, news, told, codes } = await openNews(['wechat', 'web'])
    const { store, clock } = office
    const line = { store, clock: clock.now }
    news.login('http://weixin.qq.com/x/1')
    const [asked = ''] = await told()
    const token = /\/wechat\/login\/(\S+)$/.exec(asked)?.[1] ?? ''
    expect(await loginCode(token, line)).toBe('http://weixin.qq.com/x/1')
    expect(await loginCode(`${token}x`, line)).toBeUndefined()
    news.login('http://weixin.qq.com/x/2')
    expect(await told()).toEqual([])
    expect(await loginCode(token, line)).toBe('http://weixin.qq.com/x/2')
    expect(codes).toEqual(['http://weixin.qq.com/x/1', 'http://weixin.qq.com/x/2'])
    news.login(undefined)
    await told()
    expect(await loginCode(token, line)).toBeUndefined()
    news.login('http://weixin.qq.com/x/3')
    expect(await told()).toHaveLength(1)
    expect(await loginCode(token, line)).toBeUndefined()
  })
})

describe('the process that WeChat is in', () => {
  async function openBoth() {
    const opened = await openNews(['wechat'])
    const { office, news, told } = opened
    const line = {
      ...{ store: office.store, clock: office.clock.now, operators: OPERATORS },
      ...{ logger: quiet, channels: () => [] },
    }
    const view = watchRemote(line)
    onTestFinished(() => view.stop())
    news.state('running')
    await told()
    await view.look()
    return { ...opened, view }
  }

  it('is missed when it says nothing any more, and administrators are told', async () => {
    const { office, view, told } = await openBoth()
    expect(view.state().state).toBe('running')
    office.clock.advance(29_000)
    await view.look()
    expect(await told()).toEqual([])
    office.clock.advance(2000)
    await view.look()
    expect(view.state().state).toBe('stopped')
    expect(await told()).toEqual([expect.stringMatching(/^web:boss .*bot:wechat/)])
  })

  it('is not missed when it has said that it stops', async () => {
    const { office, news, view, told } = await openBoth()
    news.state('stopped')
    await news.stop()
    await view.look()
    office.clock.advance(60_000)
    await view.look()
    expect(view.state().state).toBe('stopped')
    expect(await told()).toEqual([])
  })

  it('is taken to be as it was while the store cannot say', async () => {
    const { office, view } = await openBoth()
    office.clock.advance(60_000)
    const { owner } = office.store.marks
    office.store.marks.owner = () => Promise.reject(new Error('no store'))
    await expect(view.look()).rejects.toThrow('no store')
    office.store.marks.owner = owner
    expect(view.state().state).toBe('running')
  })
})
