/** Configuration: what is taken, and what is said of what is not. */
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../bots/config.ts'
import { voidRulesOf } from '../../bots/void-rules.ts'
import { usualRules } from '../../core/receipts/void/rules.ts'

const problem = (environment: Record<string, string>) => {
  try {
    readConfig(environment)
    return 'no problem'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      TELEGRAM_TRANSPORT: 'polling',
      TELEGRAM_RATE: 28,
      CROSS_BORDER_APPROVED: false,
      FAQ_DIR: './faq',
      RECEIPT_PLATFORM: 'sandbox',
      LOG_LEVEL: 'info',
    })
    expect(readConfig({ DATABASE_URL: '' }).DATABASE_URL).toBeUndefined()
  })

  it('leaves the rules about officers off unless they are set', () => {
    expect(voidRulesOf(readConfig({}))).toEqual(usualRules)
    const set = { VOID_OFFICER_ABOVE: '1234.5', VOID_OFFICER_EARLIER_YEARS: 'true' }
    expect(voidRulesOf(readConfig({ ...set, VOID_DEADLINE_DAYS: '3' }))).toEqual({
      deadlineDays: 3,
      officerAboveFen: 123_450,
      officerEarlierYears: true,
      firstAskMs: 10_000,
    })
  })

  it.each([
    [{ PORT: 'abc' }, 'PORT: takes a port'],
    [{ PORT: '70000' }, 'PORT: takes a port'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: takes sqlite:PATH'],
    [{ EPIAOTONG_SECRET: 'short' }, 'EPIAOTONG_SECRET: takes any text of 16 characters'],
    [{ TELEGRAM_TRANSPORT: 'carrier-pigeon' }, 'TELEGRAM_TRANSPORT: takes one of polling, webhook'],
    [{ TELEGRAM_RATE: '-1' }, 'TELEGRAM_RATE: takes messages a second'],
    [{ CROSS_BORDER_APPROVED: 'yes' }, 'CROSS_BORDER_APPROVED: takes true or false'],
    [{ OPERATORS: 'me' }, 'OPERATORS: takes a comma-separated list'],
    [
      { OPERATORS: 'telegram:1, pager:2' },
      'channels: telegram, wechat, wechat-official, web, console',
    ],
    [{ PUBLIC_URL: 'http://piao.example.cn' }, 'PUBLIC_URL: takes an address'],
    [{ PUBLIC_URL: 'nonsense' }, 'PUBLIC_URL: takes an address'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: takes one of'],
    [
      { TELEGRAM_BOT_TOKEN: '1:x', TELEGRAM_TRANSPORT: 'webhook' },
      'TELEGRAM_WEBHOOK_SECRET: takes a secret of your own',
    ],
    [{ QUEUE_HOURS: '缴款人 17:00-09:00' }, 'QUEUE_HOURS: takes queues with times of working days'],
    [{ VOID_DEADLINE_DAYS: '0' }, 'VOID_DEADLINE_DAYS: takes working days, 1 to 30'],
    [{ VOID_OFFICER_ABOVE: 'much' }, 'VOID_OFFICER_ABOVE: takes an amount in yuan'],
    [{ VOID_OFFICER_EARLIER_YEARS: '1' }, 'VOID_OFFICER_EARLIER_YEARS: takes true or false'],
    [
      { SANDBOX_URL: 'http://platform.example.cn' },
      'SANDBOX_URL: takes an http address of this machine',
    ],
    [{ WECHAT_RATE: 'fast' }, 'WECHAT_RATE: takes unsolicited messages a minute'],
    [{ WECHAT_OFFICIAL_APP_ID: 'wx1' }, 'WECHAT_OFFICIAL_APP_SECRET: takes the AppSecret'],
    [{ WECHAT_OFFICIAL_APP_ID: 'wx1' }, 'WECHAT_OFFICIAL_TOKEN: takes the Token'],
    [{ WECHAT_OFFICIAL_AES_KEY: 'short' }, 'WECHAT_OFFICIAL_AES_KEY: takes an EncodingAESKey'],
    [{ WECHAT_OFFICIAL_MODE: 'open' }, 'WECHAT_OFFICIAL_MODE: takes one of plain, compatible'],
    [
      {
        WECHAT_OFFICIAL_APP_ID: 'wx1',
        WECHAT_OFFICIAL_APP_SECRET: 'x',
        WECHAT_OFFICIAL_TOKEN: 'x',
        WECHAT_OFFICIAL_MODE: 'encrypted',
      },
      'WECHAT_OFFICIAL_AES_KEY: takes an EncodingAESKey',
    ],
  ])('names the variable of %j and what it takes', (environment, words) => {
    expect(problem(environment)).toContain(words)
  })

  const webhook = {
    TELEGRAM_TRANSPORT: 'webhook',
    TELEGRAM_BOT_TOKEN: '1:x',
    TELEGRAM_WEBHOOK_SECRET: 'a-secret',
    PUBLIC_URL: 'https://piao.example.cn',
  }

  it.each(['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL'])(
    'refuses the webhook without %s',
    (variable) => {
      expect(problem({ ...webhook, [variable]: '' })).toMatch(
        new RegExp(
          `^${variable}: takes .*: TELEGRAM_TRANSPORT is webhook; set it, or use polling$`,
        ),
      )
    },
  )

  it.each([
    {},
    { PUBLIC_URL: 'http://127.0.0.1:3000' },
    { PUBLIC_URL: '', TELEGRAM_API_ROOT: 'http://127.0.0.1:8081' },
  ])('takes the webhook with %j', (more) => {
    expect(problem({ ...webhook, ...more })).toBe('no problem')
  })

  it('never repeats a value, which might be a secret', () => {
    expect(problem({ EPIAOTONG_SECRET: 'hunter2', DATABASE_URL: 'mysql://u:p4ss@h' })).not.toMatch(
      /hunter2|p4ss/,
    )
  })

  it.each(['http://localhost:3000', 'http://127.0.0.1:8080/', 'https://piao.example.cn'])(
    'takes PUBLIC_URL %s',
    (url) => {
      expect(readConfig({ PUBLIC_URL: url }).PUBLIC_URL).toBe(url.replace(/\/$/, ''))
    },
  )
})
