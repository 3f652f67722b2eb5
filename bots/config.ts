/** Configuration: the environment and `.env`, read once through one schema. A wrong value names its variable. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { usualPreference } from '../core/announcements/rules.ts'
import { readQueueRules } from '../core/support/hours.ts'

/** The least length of the installation's secret. */
export const SECRET_LENGTH = 16
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])

/** `NAME=` in a `.env` means the same as no line at all. */
const unset = (value: unknown) => (value === '' ? undefined : value)
const text = (takes: string) => z.preprocess(unset, z.string({ error: takes }).optional())
const flag = (takes: string) =>
  z
    .preprocess(unset, z.enum(['true', 'false'], { error: takes }).default('false'))
    .transform((v) => v === 'true')
const number = (takes: string, fallback: number, most: number) =>
  z.preprocess(
    unset,
    z.coerce.number({ error: takes }).min(0, takes).max(most, takes).default(fallback),
  )
const choice = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) =>
  z.preprocess(
    unset,
    z.enum(values, { error: `one of ${values.join(', ')}` }).default(fallback as never),
  )

const DATABASE = 'sqlite:PATH, better-sqlite3:PATH or postgres://USER@HOST/DATABASE'
const databaseUrl = z.preprocess(
  unset,
  z
    .string()
    .regex(/^(?:(?:sqlite|better-sqlite3):.+|postgres(?:ql)?:\/\/.+)$/, DATABASE)
    .optional(),
)

/** The channels that can be written to, as their adapters name them. */
const CHANNELS = ['telegram', 'wechat', 'wechat-official', 'web', 'console']
const OPERATORS = `a comma-separated list of channel:user, e.g. telegram:12345; channels: ${CHANNELS.join(', ')}`
const operators = z.preprocess(
  unset,
  z
    .string()
    .regex(/^\s*[a-z-]+:[^,\s]+(?:\s*,\s*[a-z-]+:[^,\s]+)*\s*$/, OPERATORS)
    .refine((list) => list.split(',').every(isToKnownChannel), OPERATORS)
    .optional(),
)

const PUBLIC_URL =
  'an address such as https://piao.example.cn; http only for this machine (127.0.0.1, localhost)'
const publicUrl = z.preprocess(
  unset,
  z
    .url({ error: PUBLIC_URL })
    .refine((url) => url.startsWith('https:') || isLoopbackHttp(url), PUBLIC_URL)
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
)

const OFFICIAL_TOKEN = "the Token of its server's settings: without it anybody could post messages"
const AES_KEY = 'an EncodingAESKey: 43 letters, digits, + or /'
const OFFICIAL_MODES = ['plain', 'compatible', 'encrypted'] as const
const SANDBOX_URL = 'an http address of this machine, where a ledger of the sandbox is served'
const QUEUE_HOURS =
  'queues with times of working days and minutes to take a ticket, e.g. 交款人 08:30-12:00 13:30-18:00 20min; 武汉市 09:00-17:00'
const PREFERENCE =
  'channels and group in the order in which they are tried, e.g. telegram,wechat-official,wechat,group'
const preference = z.preprocess(
  unset,
  z
    .string()
    .default(usualPreference.join(','))
    .transform((list) => list.split(',').map((way) => way.trim()))
    .refine(
      (ways) =>
        new Set(ways).size === ways.length &&
        ways.every((way) => way === 'group' || CHANNELS.includes(way)),
      PREFERENCE,
    ),
)
const DEADLINE_DAYS = 'working days, 1 to 30'
const SMS_BODY = 'JSON in which {phone} and {text} stand within strings'

function queueRulesOf(text: string, context: z.core.$RefinementCtx<string>) {
  const rules = readQueueRules(text)
  if (!rules) context.addIssue({ code: 'custom', message: QUEUE_HOURS })
  return rules ?? z.NEVER
}

function isSmsBody(body: string): boolean {
  try {
    JSON.parse(body)
    return body.includes('{phone}') && body.includes('{text}')
  } catch {
    return false
  }
}

const schema = z
  .object({
    HOST: z.preprocess(unset, z.string().default('127.0.0.1')),
    PORT: z.preprocess(
      unset,
      z.coerce
        .number({ error: 'a port from 0 to 65535' })
        .int('a port from 0 to 65535')
        .min(0, 'a port from 0 to 65535')
        .max(65535, 'a port from 0 to 65535')
        .default(3000),
    ),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl,
    EPIAOTONG_SECRET: z.preprocess(
      unset,
      z.string().min(SECRET_LENGTH, `any text of ${SECRET_LENGTH} characters or more`).optional(),
    ),
    LOG_LEVEL: choice(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    TELEGRAM_BOT_TOKEN: text('the token that BotFather gave'),
    TELEGRAM_API_ROOT: z.preprocess(unset, z.url('the address of a Bot API server').optional()),
    TELEGRAM_TRANSPORT: choice(['polling', 'webhook'], 'polling'),
    TELEGRAM_WEBHOOK_SECRET: z.preprocess(
      unset,
      z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,256}$/, '1 to 256 of A-Z a-z 0-9 _ -')
        .optional(),
    ),
    TELEGRAM_RATE: number('messages a second, 0 to lift all limits (for measuring only)', 28, 1000),
    CROSS_BORDER_APPROVED: flag('true or false'),
    OPERATORS: operators,
    SMS_GATEWAY: z.preprocess(
      unset,
      z.enum(['terminal', 'http', 'off'], { error: 'one of terminal, http, off' }).optional(),
    ),
    SMS_URL: z.preprocess(unset, z.url('the address of a text message gateway').optional()),
    SMS_TOKEN: text('the token of the text message gateway'),
    SMS_BODY: z.preprocess(
      unset,
      z.string().refine(isSmsBody, SMS_BODY).default('{"phone":"{phone}","text":"{text}"}'),
    ),
    SMS_RATE: number('text messages a minute, 1 to 6000', 60, 6000),
    SMS_PER_DAY: number('text messages in 24 hours', 5000, 1_000_000),
    SANDBOX_URL: z.preprocess(
      unset,
      z.url({ error: SANDBOX_URL }).refine(isLoopbackHttp, SANDBOX_URL).optional(),
    ),
    ANNOUNCEMENT_PREFERENCE: preference,
    ANNOUNCEMENT_CHASE_HOURS: number('hours between two reminders, 0 to 720', 24, 720),
    ANNOUNCEMENT_LATE_MINUTES: number('minutes after which an announcement is late', 10, 24 * 60),
    QUEUE_HOURS: z.preprocess(unset, z.string().default('').transform(queueRulesOf)),
    VOID_DEADLINE_DAYS: z.preprocess(
      unset,
      z.coerce
        .number({ error: DEADLINE_DAYS })
        .int(DEADLINE_DAYS)
        .min(1, DEADLINE_DAYS)
        .max(30, DEADLINE_DAYS)
        .default(2),
    ),
    VOID_OFFICER_ABOVE: z.preprocess(
      unset,
      z.coerce.number({ error: 'an amount in yuan' }).min(0, 'an amount in yuan').optional(),
    ),
    VOID_OFFICER_EARLIER_YEARS: flag('true or false'),
    VOID_ASK_SECONDS: number('seconds from 0.1 to 3600', 10, 3600),
    FILES_DIR: text('the folder for files that people send'),
    CALENDAR_DIR: text('the folder of the holidays, one JSON file a year'),
    FAQ_DIR: z.preprocess(unset, z.string().default('./faq')),
    RECEIPT_PLATFORM: choice(['sandbox'], 'sandbox'),
    WECHATY_PUPPET: text('the package of a wechaty puppet, e.g. wechaty-puppet-service'),
    WECHATY_PUPPET_SERVICE_TOKEN: text('the token of the puppet service'),
    WECHATY_PUPPET_SERVICE_ENDPOINT: text('host:port of the puppet service'),
    WECHAT_RATE: number(
      'unsolicited messages a minute, 0 to lift all limits (for measuring only)',
      5,
      60,
    ),
    WECHAT_PREFIX: z.preprocess(unset, z.string().default('小票')),
    WECHAT_LATE_MINUTES: number('minutes after which a message is late', 10, 24 * 60),
    WECHAT_FRIEND_WORDS: z.preprocess(unset, z.string().default('票,财政,缴款,receipt')),
    WECHAT_OFFICIAL_APP_ID: text('the AppID of the official account'),
    WECHAT_OFFICIAL_APP_SECRET: text('the AppSecret of the official account'),
    WECHAT_OFFICIAL_TOKEN: text('the Token that was set for its server'),
    WECHAT_OFFICIAL_AES_KEY: z.preprocess(
      unset,
      z
        .string()
        .regex(/^[A-Za-z0-9+/]{43}$/, AES_KEY)
        .optional(),
    ),
    WECHAT_OFFICIAL_MODE: z.preprocess(
      unset,
      z.enum(OFFICIAL_MODES, { error: `one of ${OFFICIAL_MODES.join(', ')}` }).optional(),
    ),
    WECHAT_OFFICIAL_API_ROOT: z.preprocess(
      unset,
      z.url("the address of WeChat's API").default('https://api.weixin.qq.com'),
    ),
  })
  .superRefine((value, context) => {
    if (value.SMS_GATEWAY === 'http' && !value.SMS_URL) {
      const message = 'the address of the gateway: SMS_GATEWAY is http'
      context.addIssue({ code: 'custom', path: ['SMS_URL'], message })
    }
    const missing = [...missingForWebhook(value), ...missingForOfficial(value)]
    for (const [variable, message] of missing)
      context.addIssue({ code: 'custom', path: [variable], message })
  })

export type Config = z.infer<typeof schema>

const FOR_WEBHOOK = 'TELEGRAM_TRANSPORT is webhook; set it, or use polling'

/** What the webhook needs and has not got. A Bot API server on this machine reaches the assistant without PUBLIC_URL. */
function missingForWebhook(value: WebhookSettings): [keyof WebhookSettings, string][] {
  if (value.TELEGRAM_TRANSPORT !== 'webhook') return []
  const missing: [keyof WebhookSettings, string][] = []
  if (!value.TELEGRAM_BOT_TOKEN) {
    missing.push(['TELEGRAM_BOT_TOKEN', `the token that BotFather gave: ${FOR_WEBHOOK}`])
  }
  if (!value.TELEGRAM_WEBHOOK_SECRET) {
    const why = `a secret of your own, without it anybody could post updates: ${FOR_WEBHOOK}`
    missing.push(['TELEGRAM_WEBHOOK_SECRET', why])
  }
  if (!value.PUBLIC_URL && !isLoopbackHttp(value.TELEGRAM_API_ROOT ?? '')) {
    missing.push(['PUBLIC_URL', `the https address where Telegram reaches you: ${FOR_WEBHOOK}`])
  }
  return missing
}

/** What the official account needs beside its AppID, and has not got. */
function missingForOfficial(value: OfficialSettings): [keyof OfficialSettings, string][] {
  if (!value.WECHAT_OFFICIAL_APP_ID) return []
  const { WECHAT_OFFICIAL_MODE: mode = 'plain' } = value
  const missing: [keyof OfficialSettings, string][] = []
  if (!value.WECHAT_OFFICIAL_APP_SECRET) {
    missing.push(['WECHAT_OFFICIAL_APP_SECRET', 'the AppSecret of the official account'])
  }
  if (!value.WECHAT_OFFICIAL_TOKEN) missing.push(['WECHAT_OFFICIAL_TOKEN', OFFICIAL_TOKEN])
  if (mode !== 'plain' && !value.WECHAT_OFFICIAL_AES_KEY) {
    missing.push(['WECHAT_OFFICIAL_AES_KEY', AES_KEY])
  }
  return missing
}

interface OfficialSettings {
  readonly WECHAT_OFFICIAL_APP_ID?: string | undefined
  readonly WECHAT_OFFICIAL_APP_SECRET?: string | undefined
  readonly WECHAT_OFFICIAL_TOKEN?: string | undefined
  readonly WECHAT_OFFICIAL_AES_KEY?: string | undefined
  readonly WECHAT_OFFICIAL_MODE?: string | undefined
}

interface WebhookSettings {
  readonly TELEGRAM_TRANSPORT: string
  readonly TELEGRAM_BOT_TOKEN?: string | undefined
  readonly TELEGRAM_WEBHOOK_SECRET?: string | undefined
  readonly TELEGRAM_API_ROOT?: string | undefined
  readonly PUBLIC_URL?: string | undefined
}

function isToKnownChannel(entry: string): boolean {
  return CHANNELS.includes(entry.trim().split(':')[0] ?? '')
}

/** Whether one-time links lead to this machine only: then nobody else can open them. */
export function hasLocalLinks({ PUBLIC_URL }: Config): boolean {
  return PUBLIC_URL === undefined || isLoopbackHttp(PUBLIC_URL)
}

/** What is wrong with the configuration, a line for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads `.env` beside the working directory, where it is, and then the environment. Throws `ConfigError`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env')
  const parsed = schema.safeParse(environment)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.')}: takes ${message}`,
  )
  throw new ConfigError(lines.join('\n'))
}

/** Where this machine reaches the server when nobody gave an address. `port` is the one it listens on. */
export function localUrl({ HOST }: Config, port: number): string {
  const everywhere = HOST === '0.0.0.0' || HOST === '::'
  const host = everywhere ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST
  return `http://${host}:${port}`
}

function isLoopbackHttp(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && LOOPBACK.has(hostname)
}
