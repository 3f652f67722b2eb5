/** WeChat as it is put together from its configuration. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../bots/config.ts'
import type { Line } from '../../bots/line.ts'
import { openWechat } from '../../bots/wechat-part.ts'
import { openOffice } from '../support/office.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { until } from '../support/until.ts'

const nothing = () => undefined

async function opened(environment: Record<string, string> = {}) {
  const databaseUrl = temporaryDatabase()
  const { store } = await openOffice({ databaseUrl })
  const logger = { info: nothing, warn: nothing, error: nothing }
  const line = {
    ...{ store, logger, clock: Date.now, operators: [], channels: () => [] },
    metrics: { count: nothing },
  } as unknown as Line
  const puppet = { WECHATY_PUPPET: 'wechaty-puppet-mock' }
  const config = readConfig({ DATABASE_URL: databaseUrl, ...puppet, ...environment })
  const part = await openWechat(config, line, { publicUrl: () => '', onLost: nothing })
  if (part?.kind !== 'here') throw new Error('WeChat is not served here')
  onTestFinished(() => part.release())
  return part
}

describe('the budgets', () => {
  it('are two, each for the account and for each group, and with some chance in it', async () => {
    const { pace, notices } = (await opened()).paced
    expect(notices?.perSecond).toBeCloseTo(5 / 60)
    expect(pace.perSecond).toBeGreaterThan(notices?.perSecond ?? 0)
    for (const budget of [pace, notices]) {
      expect(budget?.perGroupMinute).toBeLessThan(20)
      expect(budget?.jitterMs).toBeGreaterThan(0)
      expect(budget?.chance?.()).toBeLessThan(1)
    }
  })

  it('give unsolicited messages the rate that is configured', async () => {
    expect((await opened({ WECHAT_RATE: '12' })).paced.notices?.perSecond).toBeCloseTo(0.2)
  })

  it('are lifted by 0, for measuring', async () => {
    const { pace, notices } = (await opened({ WECHAT_RATE: '0' })).paced
    expect([pace.perSecond, notices]).toEqual([0, undefined])
  })
})

describe('what nobody caught', () => {
  const thrownIn = (folder: string) => {
    const error = new Error('of nobody')
    error.stack = `Error: of nobody\n    at f (/app/node_modules/${folder}/dist/x.js:1:1)`
    return error
  }

  it.each(['wechaty-puppet-service', '@grpc/grpc-js', 'memory-card', 'wechaty-puppet-mock'])(
    'in %s ends the present life of WeChat, and nothing else',
    async (folder) => {
      const { paced, spares } = await opened()
      const { channel } = paced
      onTestFinished(() => channel.stop())
      await channel.start(() => Promise.resolve())
      expect(spares(thrownIn(folder))).toBe(true)
      await until(() => channel.state().state === 'failing')
    },
  )

  it('anywhere else is not taken for a fault of WeChat', async () => {
    const { spares } = await opened()
    expect(spares(thrownIn('knex'))).toBe(false)
    expect(spares(new Error('of ours'))).toBe(false)
    expect(spares('no error at all')).toBe(false)
  })
})
