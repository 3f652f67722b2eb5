/** Builds the line from configuration — store, platform, assistant, pumps — and runs it over the channels it is given. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FaqFiles, FaqFolderError, openFaqFiles } from '../adapters/faq-files/faq.ts'
import { createFolderFiles } from '../adapters/files/folder.ts'
import { createLogger } from '../adapters/log/pino.ts'
import { createMetrics, type Metrics } from '../adapters/metrics/prometheus.ts'
import { createBudgets } from '../adapters/pace/budgets.ts'
import { createPace, type PaceOptions } from '../adapters/pace/bottleneck.ts'
import { createRemoteSandbox } from '../adapters/platform/remote-sandbox.ts'
import { createSandbox } from '../adapters/platform/sandbox.ts'
import { sampleReceipts } from '../adapters/platform/samples.ts'
import { xlsx } from '../adapters/workbook/xlsx.ts'
import type { AnnouncementRules } from '../core/announcements/rules.ts'
import type { Calendar } from '../core/calendar/calendar.ts'
import { addCheckpoint } from '../core/audit-chain.ts'
import { createAssistant } from '../core/assistant.ts'
import { type DeliveryOptions, sendable } from '../core/delivery.ts'
import { duties } from '../core/duties.ts'
import { ChannelError } from '../core/errors.ts'
import { WEIGHTS } from '../core/faq/weights.ts'
import { sweepFiles } from '../core/files/sweep.ts'
import { createKeys, type Keys } from '../core/keys.ts'
import type { Address, InboundFile } from '../core/message.ts'
import type {
  Channel,
  Clock,
  Files,
  FollowMove,
  Logger,
  Pace,
  Receive,
  ReceiptPlatform,
  SendableMessage,
} from '../core/ports.ts'
import { moveGroup } from '../core/moving-group.ts'
import { forgetOld } from '../core/retention.ts'
import type { OutboxRow, Store } from '../core/store.ts'
import type { Desk } from '../core/turn.ts'
import { announcementRulesOf } from './announcement-rules.ts'
import { openCalendar } from './calendar.ts'
import { type Config, ConfigError } from './config.ts'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { createDutyPump } from './duty-pump.ts'
import { failPoints } from './fail-points.ts'
import { createInboxPump, type InboxPump } from './inbox-pump.ts'
import { openConfiguredStore } from './open-store.ts'
import { createOutboxPump, type OutboxPump } from './outbox-pump.ts'
import { keptSecret } from './secret.ts'
import { smsOf } from './sms.ts'
import { voidRulesOf } from './void-rules.ts'

/** Where everything is kept when nothing else is said. */
export const DEFAULT_DATABASE = 'sqlite:./data/epiaotong.db'
const RETENTION_MS = 60 * 60 * 1000

/** A channel, and how fast it may be sent to. */
export interface PacedChannel {
  readonly channel: Channel
  readonly pace: Omit<PaceOptions, 'clock'>
  /** A budget of their own for messages that nobody asked for. */
  readonly notices?: Omit<PaceOptions, 'clock'>
}

export interface Line {
  readonly store: Store
  readonly platform: ReceiptPlatform
  readonly keys: Keys
  readonly logger: Logger
  readonly metrics: Metrics
  readonly files: Files
  readonly clock: Clock
  readonly calendar: Calendar
  readonly announcementRules: AnnouncementRules
  /** Who gets alarms. */
  readonly operators: readonly Address[]
  /** What it is run over; none before that. */
  channels(): readonly Channel[]
  sendableOf(row: Pick<OutboxRow, 'id' | 'message' | 'to'>): SendableMessage
  /** Takes up what a crash left, then listens. */
  run(channels: readonly PacedChannel[]): Promise<void>
  /** Listens no more. */
  pause(): Promise<void>
  /** Ends what is under way. What was accepted and could not be sent stays in the store. */
  drain(): Promise<void>
  close(): Promise<void>
}

export interface LineOptions {
  readonly publicUrl: () => string
  readonly logLevel?: Config['LOG_LEVEL']
  /** A store that is open already; otherwise the one that the configuration names is opened. */
  readonly store?: Store
  /** Likewise a platform. */
  readonly platform?: ReceiptPlatform
}

export async function openLine(config: Config, options: LineOptions): Promise<Line> {
  const databaseUrl = config.DATABASE_URL ?? DEFAULT_DATABASE
  const logger = createLogger(options.logLevel ?? config.LOG_LEVEL)
  const calendar = await openCalendar(config, logger)
  const faq = await openFaq(config, logger)
  const seal = (text: string) => keys.seal(text)
  const store = options.store ?? (await openConfiguredStore(databaseUrl, seal))
  if (config.DATABASE_URL === undefined) await loadSamples(store)
  const keys = createKeys(config.EPIAOTONG_SECRET ?? keptSecret(databaseUrl))
  const metrics = createMetrics(store)
  const platform = options.platform ?? platformOf(config, store)
  const clock: Clock = () => Date.now()
  const files = createFolderFiles(config.FILES_DIR ?? filesBeside(databaseUrl), randomBytes)
  const delivery: DeliveryOptions = {
    ...{ store, keys, clock, logger, files, reached: failPoints() },
    meter: metrics,
    publicUrl: options.publicUrl,
  }
  const operators = operatorsOf(config.OPERATORS)
  const sms = smsOf(config)
  const desk: Desk = {
    ...(sms && { sms }),
    ...{ ...delivery, files, platform, faq, calendar, operators },
    ...{ random: randomBytes, workbooks: xlsx, voidRules: voidRulesOf(config) },
    queueRules: config.QUEUE_HOURS,
    announcementRules: announcementRulesOf(config),
    channels: () => runner.channels(),
    fetchFile: (channel, file) => runner.fetchFile(channel, file),
  }
  const assistant = createAssistant({ ...delivery, ...desk })
  const runner = createRunner(delivery, desk, assistant, files)
  return {
    ...{ store, platform, keys, logger, metrics, clock, calendar, operators, files },
    announcementRules: desk.announcementRules,
    channels: runner.channels,
    sendableOf: (row) => sendable(row, delivery, runner.traitsOf(row.to.channel)),
    run: runner.run,
    pause: runner.pause,
    drain: runner.drain,
    close: async () => {
      faq.close()
      await store.close()
    },
  }
}

function platformOf({ SANDBOX_URL }: Config, store: Store): ReceiptPlatform {
  return SANDBOX_URL === undefined ? createSandbox(store) : createRemoteSandbox(SANDBOX_URL)
}

async function openFaq({ FAQ_DIR }: Config, logger: Logger): Promise<FaqFiles> {
  try {
    return await openFaqFiles({ folder: FAQ_DIR, weights: WEIGHTS, logger })
  } catch (error) {
    if (!(error instanceof FaqFolderError)) throw error
    throw new ConfigError(
      `FAQ_DIR: takes a folder with the FAQ's entries, and this is none: ${error.message}`,
    )
  }
}

/** The pumps over the channels, and the hourly retention. */
function createRunner(
  delivery: DeliveryOptions,
  desk: Desk,
  assistant: ReturnType<typeof createAssistant>,
  files: Files,
) {
  const { store, clock, logger } = delivery
  let channels: readonly Channel[] = []
  let inbox: InboxPump | undefined
  let outboxes = new Map<string, OutboxPump>()
  let announcers: readonly Announcer[] = []
  let timer: NodeJS.Timeout | undefined

  const receive: Receive = async (message) => {
    await assistant.receive(message)
    inbox?.wake()
  }

  const wakeAll = () => {
    for (const pump of [...outboxes.values(), ...announcers]) pump.wake()
  }

  const duty = createDutyPump({ duties, desk, store, clock, logger, onRound: wakeAll })

  return {
    channels: () => channels,
    fetchFile: (name: string, file: InboundFile) => fetchFrom(channels, name, file),
    traitsOf: (name: string) => channels.find((channel) => channel.name === name)?.traits,
    async run(paced: readonly PacedChannel[]) {
      channels = paced.map(({ channel }) => channel)
      const pumps = paced.map((one) => pumpsOf(one, delivery, desk))
      outboxes = new Map(pumps.map(({ outbox }, at) => [channels[at]?.name ?? '', outbox]))
      announcers = pumps.map(({ announcer }) => announcer)
      inbox = createInboxPump({
        ...{ store, assistant, logger, sleep },
        channels: channels.map(({ name }) => name),
        onTurn: ({ channel, conversation }) => outboxes.get(channel)?.wake(conversation),
      })
      inbox.start()
      for (const outbox of outboxes.values()) outbox.start()
      await Promise.all(
        channels.map((channel) => channel.start(receive, following(delivery, wakeAll))),
      )
      await Promise.all(announcers.map((announcer) => announcer.start()))
      duty.start()
      timer = nowAndAgain(() => void tidy(delivery, files), RETENTION_MS)
    },
    async pause() {
      clearInterval(timer)
      await Promise.all(channels.map((channel) => channel.stop()))
    },
    async drain() {
      await inbox?.stop()
      await duty.stop()
      await Promise.all(announcers.map((announcer) => announcer.stop()))
      await Promise.all([...outboxes.values()].map((outbox) => outbox.stop()))
    },
  }
}

function nowAndAgain(work: () => void, everyMs: number): NodeJS.Timeout {
  work()
  return setInterval(work, everyMs).unref()
}

/** What sends over one channel: answers, and announcements. */
function pumpsOf(
  { channel, pace, notices }: PacedChannel,
  delivery: DeliveryOptions,
  { calendar }: Pick<Desk, 'calendar'>,
): { readonly outbox: OutboxPump; readonly announcer: Announcer } {
  const shared = { ...delivery, channel, pace: paceOf(pace, notices, delivery.clock), sleep }
  return {
    outbox: createOutboxPump({ ...shared, ...(notices && { mostNotices: 1 }) }),
    announcer: createAnnouncer({ ...shared, calendar }),
  }
}

function following(
  { store, keys, clock }: Pick<DeliveryOptions, 'store' | 'keys' | 'clock'>,
  onMoved: () => void,
): FollowMove {
  return async (move) => {
    await store.transaction((tx) => moveGroup(tx, keys, move, clock()))
    onMoved()
  }
}

function fetchFrom(channels: readonly Channel[], name: string, file: InboundFile) {
  const channel = channels.find((one) => one.name === name)
  if (channel?.fetch) return channel.fetch(file)
  return Promise.reject(new ChannelError('refused', 'this channel hands out no files'))
}

function paceOf(
  replies: PacedChannel['pace'],
  notices: PacedChannel['notices'],
  clock: Clock,
): Pace {
  const pace = createPace({ ...replies, clock })
  return notices ? createBudgets(pace, createPace({ ...notices, clock })) : pace
}

async function tidy({ store, keys, clock, logger }: DeliveryOptions, files: Files): Promise<void> {
  try {
    const checkpoint = await addCheckpoint(store, keys.seal, clock())
    // The log is kept elsewhere: there the signed state of a day is out of the database's reach.
    if (checkpoint) logger.info('audit checkpoint', { ...checkpoint })
    const { gone, expired } = await forgetOld(store, clock())
    const swept = await sweepFiles(store, files, clock())
    logger.info('retention', { gone, files: swept })
    if (expired > 0) logger.warn('messages expired that nobody had dealt with', { expired })
  } catch (error) {
    logger.error('retention failed', { reason: error instanceof Error ? error.name : 'unknown' })
  }
}

/** Each database has files of its own: what it does not know is swept. */
function filesBeside(databaseUrl: string): string {
  const [, path] = /^(?:sqlite|better-sqlite3):(.+)$/.exec(databaseUrl) ?? []
  return path ? `${path}.files` : './data/files'
}

async function loadSamples(store: Store): Promise<void> {
  if (!(await store.ledger.isEmpty())) return
  await store.transaction((tx) => tx.ledger.add(sampleReceipts))
}

/** Who gets alarms before anybody is bound. */
export function operatorsOf(list: string | undefined): Address[] {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      const [channel = '', ...user] = entry.split(':')
      return { channel, conversation: user.join(':'), group: false }
    })
}
