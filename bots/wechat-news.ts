/** What the WeChat channel tells, passed on: to operators, to the logs, and through the store to the other process. */
import { raiseAlarm } from '../core/alarm.ts'
import { hashToken } from '../core/keys.ts'
import type { Channel, ChannelState, Randomness } from '../core/ports.ts'
import type { Repositories } from '../core/store.ts'
import { zhCN } from '../core/wording/zh-cn.ts'
import type { Line } from './line.ts'

const CHANNEL = 'wechat'
const STATE_MARK = `channel:${CHANNEL}`
const LOGIN_MARK = `login:${CHANNEL}`
/** A state that was not confirmed for so long is no longer believed. */
const STATE_LIFE_MS = 30_000
const CONFIRM_MS = 10_000
const LOOK_MS = 2000
const LOGIN_LIFE_MS = 10 * 60_000
/** A connection that held for so long was good: what ends it is told anew, within the hour too. */
const RECOVERED_MS = 5 * 60_000

export type WechatTrouble = keyof typeof zhCN.wechat.trouble

export interface NewsOptions {
  readonly line: Pick<Line, 'store' | 'logger' | 'clock' | 'metrics' | 'channels' | 'operators'>
  readonly publicUrl: () => string
  readonly random: Randomness
  /** Shows a code to whoever sits at the terminal. */
  readonly show: (code: string) => void
}

/** None of these throws; what the store does not take is in the log at least. */
export function createWechatNews({ line, publicUrl, random, show }: NewsOptions) {
  const { logger, clock, metrics } = line
  let state: ChannelState = 'stopped'
  let since = clock()
  /** When the connection that was good last began, as a part of a name. */
  let recovered = ''
  let token: string | undefined

  const keep = (work: (tx: Repositories) => Promise<void>) => kept(line, work)
  const confirm = () => keep((tx) => setMark(tx, STATE_MARK, `${state}@${since}`, STATE_LIFE_MS))
  const timer = setInterval(() => void confirm(), CONFIRM_MS)
  timer.unref()

  /** A mark of whoever set it before gives way: there is one such process at a time. */
  async function setMark(tx: Repositories, name: string, value: string, lifeMs: number) {
    const held = await tx.marks.owner(name)
    if (held && held.owner !== value) await tx.marks.drop(name, held.owner)
    await tx.marks.take(name, value, clock(), clock() + lifeMs)
  }

  return {
    trouble(trouble: WechatTrouble) {
      logger.error('wechat needs attention', { trouble })
      alarm(line, `${trouble}${recovered}`, zhCN.wechat.trouble[trouble])
    },
    counted: (result: string) => metrics.count('connection', { channel: CHANNEL, result }),
    state(next: ChannelState) {
      if (state === 'running' && clock() - since > RECOVERED_MS) recovered = `:${since}`
      state = next
      since = clock()
      void confirm()
    },
    /** The page of the link shows whichever code is the present one; the link changes with each login that is over. */
    login(code: string | undefined) {
      if (code === undefined) {
        token = undefined
        void keep(async (tx) => {
          const held = await tx.marks.owner(LOGIN_MARK)
          if (held) await tx.marks.drop(LOGIN_MARK, held.owner)
        })
        return
      }
      show(code)
      token ??= random(18).toString('base64url')
      const hash = hashToken(token)
      void keep((tx) => setMark(tx, LOGIN_MARK, `${hash} ${code}`, LOGIN_LIFE_MS))
      alarm(
        line,
        `login:${hash.slice(0, 8)}`,
        zhCN.wechat.login(`${publicUrl()}/wechat/login/${token}`),
      )
    },
    async stop() {
      clearInterval(timer)
      await confirm()
    },
  }
}

/** The code to be scanned, for who has the link. */
export async function loginCode(
  token: string,
  { store, clock }: Pick<Line, 'store' | 'clock'>,
): Promise<string | undefined> {
  const mark = await store.marks.owner(LOGIN_MARK)
  if (!mark || mark.until <= clock()) return undefined
  const [hash, ...code] = mark.owner.split(' ')
  return hash === hashToken(token) ? code.join(' ') : undefined
}

type Desk = Pick<Line, 'store' | 'logger' | 'clock' | 'channels' | 'operators'>

function kept({ store, logger }: Desk, work: (tx: Repositories) => Promise<void>): Promise<void> {
  return store.transaction(work).catch(() => logger.error('news of wechat could not be kept'))
}

function alarm(desk: Desk, name: string, text: string): void {
  void kept(desk, async (tx) => {
    const trouble = { name: `${CHANNEL}:${name}`, text, about: CHANNEL }
    await raiseAlarm(tx, desk, trouble, desk.clock())
  })
}

/**
 * The channel as another process serves it, for this one's /health; read again every few seconds. A process that ends
 * says so; of one that only falls silent, nobody else could tell.
 */
export function watchRemote(desk: Desk) {
  const { store, clock, logger } = desk
  let seen: ReturnType<Channel['state']> = { state: 'stopped', since: clock() }
  async function look(): Promise<void> {
    const mark = await store.marks.owner(STATE_MARK)
    const alive = mark && mark.until > clock()
    const [state, since] = alive ? mark.owner.split('@') : ['stopped']
    if (state === seen.state) return
    seen = { state: state as ChannelState, since: since ? Number(since) : clock() }
    if (alive) return
    logger.error('the process of wechat says nothing any more')
    alarm(desk, 'gone', zhCN.wechat.trouble.gone)
  }
  // A store that fails says nothing about WeChat.
  const looking = () => void look().catch(() => undefined)
  looking()
  const timer = setInterval(looking, LOOK_MS)
  timer.unref()
  return { name: CHANNEL, state: () => seen, look, stop: () => clearInterval(timer) }
}
