/** WeChat as a channel, by a personal account that a wechaty puppet holds. */
import { ChannelError } from '../../core/errors.ts'
import type { Address, InboundMessage } from '../../core/message.ts'
import type { Channel, ChannelState, Clock, Logger, Receive } from '../../core/ports.ts'
import { type Connection, stayConnected } from './connection.ts'
import { CHANNEL } from './decode.ts'
import type { PuppetFault } from './failures.ts'
import { fileOf } from './files.ts'
import { createFriends, friendWord, type FriendRules } from './friends.ts'
import { createIntake } from './intake.ts'
import { builderOf, type Puppet, type Watch } from './life.ts'
import { createMachines, partnerOf } from './machines.ts'
import type { WechatNews } from './news.ts'
import { createSender } from './sender.ts'

export interface WechatOptions {
  readonly puppet: string | (() => Puppet)
  readonly token?: string
  readonly endpoint?: string
  readonly memory?: string
  readonly prefix: string
  /** What was said longer ago is not answered by itself. */
  readonly lateAfterMs: number
  readonly friends: FriendRules
  /** Whether it stops talking to what answers like a machine. Only a measurement may want not to. */
  readonly sparesMachines?: boolean
  readonly watch?: Partial<Watch>
  readonly firstPauseMs?: number
  readonly betweenPiecesMs?: number
  readonly news: WechatNews
  /** Keeps a message that came too late. */
  readonly takeLate: (message: InboundMessage) => Promise<void>
  /** Says hello in a group, once. */
  readonly greet: (group: Address) => Promise<void>
  readonly chance: () => number
  readonly clock: Clock
  readonly logger: Logger
}

export interface WechatChannel extends Channel {
  /** Its parts have failed where nobody caught it: it starts anew. */
  revive(): void
}

/** Silence is noticed after 75 s at the latest: administrators are to know within 90. */
const WATCH: Watch = { askEveryMs: 15_000, silentAfterMs: 60_000, loggedOutAfterMs: 60_000 }

/** `start` returns at once and keeps trying; a puppet that dies is replaced, with growing pauses. */
export function createWechatChannel(options: WechatOptions): WechatChannel {
  const { clock, logger, news } = options
  const states = createStates(options)
  const machines = options.sparesMachines === false ? undefined : createMachines()
  const refusal = (fault: PuppetFault) => {
    if (fault !== 'limited' && fault !== 'refused') return
    news.counted(fault)
    news.trouble(fault)
  }
  let connection: Connection | undefined
  let receive: Receive | undefined
  const sender = createSender({
    ...{ clock, onRefusal: refusal, puppet: () => connection?.puppet() },
    friendWord: friendWord(options.friends),
    onSent: (to, user, text) => machines?.answered(partnerOf(to, user), text, clock()),
    ...(options.betweenPiecesMs !== undefined && { betweenPiecesMs: options.betweenPiecesMs }),
  })
  const intake = createIntake({
    ...options,
    ...(machines && { machines }),
    receive: async (message) => receive?.(message),
    onSwallowed: (fault) => sender.swallowed(fault),
  })
  const friends = createFriends({ ...options.friends, ...options, onFriend: intake.friend })
  return {
    name: CHANNEL,
    traits: { crossBorder: false, choices: 'numbers', files: true },
    start(taken) {
      receive = taken
      intake.open()
      states.enter('starting')
      connection = stayConnected({
        ...{ logger, news, friends, intake, enter: states.enter },
        build: builderOf(options),
        watch: { ...WATCH, ...options.watch },
        firstPauseMs: options.firstPauseMs ?? 1000,
      })
      return Promise.resolve()
    },
    async send(to, message) {
      await sender.send(to, message)
      if (to.group && message.start !== undefined && message.user !== undefined) {
        await intake.goPrivate(message.user, message.start)
      }
    },
    async fetch({ ref }) {
      const puppet = connection?.puppet()
      if (!puppet) throw new ChannelError('unavailable', 'no puppet is logged in')
      return fileOf(puppet, ref)
    },
    async stop() {
      receive = undefined
      intake.close()
      await connection?.close()
      states.enter('stopped')
    },
    state: states.current,
    revive: () => connection?.revive(),
  }
}

function createStates({ clock, logger, news }: WechatOptions) {
  let state: ReturnType<Channel['state']> = { state: 'stopped', since: clock() }
  return {
    current: () => state,
    enter(next: ChannelState) {
      if (state.state === next) return
      state = { state: next, since: clock() }
      logger.info('wechat', { state: next })
      news.state(next)
    },
  }
}
