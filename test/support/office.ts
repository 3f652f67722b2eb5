/**
 * The real assistant on a real store with sample receipts, a clock that is told, and channels that only remember
 * what was sent: a test talks to it as people do. `const office = await openOffice(); const chat = office.chat()`.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { render } from '../../adapters/console/channel.ts'
import { openFaqFiles } from '../../adapters/faq-files/faq.ts'
import { OWN_YEARS, readCalendar } from '../../adapters/calendar-files/folder.ts'
import { createMetrics } from '../../adapters/metrics/prometheus.ts'
import { createSandbox } from '../../adapters/platform/sandbox.ts'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { openStore } from '../../adapters/store/store.ts'
import { xlsx } from '../../adapters/workbook/xlsx.ts'
import { performAll } from '../../bots/duty-pump.ts'
import { createInboxPump } from '../../bots/inbox-pump.ts'
import { createOutboxPump } from '../../bots/outbox-pump.ts'
import { type AnnouncementRules, usualAnnouncementRules } from '../../core/announcements/rules.ts'
import { createAssistant } from '../../core/assistant.ts'
import { duties } from '../../core/duties.ts'
import { ChannelError } from '../../core/errors.ts'
import { WEIGHTS } from '../../core/faq/weights.ts'
import { moveGroup } from '../../core/moving-group.ts'
import { createKeys } from '../../core/keys.ts'
import type { Address, InboundMessage, OfferedChoice, Sender } from '../../core/message.ts'
import type {
  Channel,
  Faq,
  Files,
  Pace,
  ReceiptPlatform,
  SendableMessage,
} from '../../core/ports.ts'
import { usualRules, type VoidRules } from '../../core/receipts/void/rules.ts'
import type { Store } from '../../core/store.ts'
import type { QueueRule } from '../../core/support/hours.ts'
import type { Desk } from '../../core/turn.ts'
import { fakeClock, type FakeClock, MINUTE, realClock } from './clock.ts'
import { chunks, createMemoryFiles } from './memory-files.ts'
import { temporaryDatabase } from './temporary.ts'

export interface Spoken {
  /** All that a person can read of the answer. */
  readonly text: string
  readonly choices: readonly OfferedChoice[]
  readonly link?: string
  readonly message: SendableMessage
}

export interface Chat {
  readonly from: Sender
  /** Says something and returns the one answer, notices apart; throws when there is none, or more than one. */
  says(text: string): Promise<Spoken>
  /** Presses a choice of the last answer, or of the one given. */
  presses(label: string, of?: Pick<Spoken, 'choices'>): Promise<Spoken>
  /** Sends a phone from the network's address book. */
  sharesPhone(phone: string, own?: boolean): Promise<Spoken>
  /** Sends a file, with words or without. */
  sendsFile(file: SentFile, text?: string): Promise<Spoken>
  /** Says something in reply to one of our own messages. */
  replies(text: string, quoted: string): Promise<Spoken>
  /** Says something that is not answered. */
  saysUnheard(text: string): Promise<void>
  readonly last: Spoken | undefined
}

export interface SentFile {
  readonly name: string
  readonly content: Uint8Array
}

export interface Office {
  readonly clock: FakeClock
  readonly announcementRules: Partial<AnnouncementRules>
  readonly channels: readonly Channel[]
  readonly store: Store
  readonly sent: readonly { readonly to: Address; readonly message: SendableMessage }[]
  /** What was sent to phones. */
  readonly texts: readonly { readonly phone: string; readonly text: string }[]
  /** What sending to phones fails with. */
  readonly smsFault: { current: Error | undefined }
  /** Names of channels that are failing. */
  readonly broken: Set<string>
  readonly platform: { current: ReceiptPlatform }
  readonly logged: string[]
  /** What Prometheus would be told. */
  metrics(): Promise<string>
  chat(who?: Partial<Sender>): Chat
  receive(message: InboundMessage): Promise<void>
  /** What people sent, and what is kept of it. */
  readonly files: Files
  /** Time goes on, in steps of a minute or fewer steps, and what becomes due is done. */
  passes(ms: number): Promise<void>
  /** Everything that was accepted is answered and sent. */
  settle(): Promise<void>
  /** Stops without ceremony, and starts again on the same database. */
  restart(): Promise<void>
}

export interface OfficeOptions {
  readonly databaseUrl?: string
  readonly operators?: readonly Address[]
  readonly channels?: readonly string[]
  /** Without it the entries of the project. */
  readonly faq?: Faq
  /** A real channel beside those: it is started, and what it takes in is answered at once. */
  readonly connected?: Channel
  /** Real time, where a real channel tells the time too. */
  readonly realClock?: boolean
  /** Where they differ from the usual ones. */
  readonly voidRules?: Partial<VoidRules>
  readonly announcementRules?: Partial<AnnouncementRules>
  readonly queueRules?: readonly QueueRule[]
}

/** However long time passes, so many looks at what is due are enough. */
const MOST_STEPS = 200

let ownFaq: Promise<Faq> | undefined

/** Read once for all tests of a file. */
function faqOfProject(): Promise<Faq> {
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const folder = join(import.meta.dirname, '../../faq')
  ownFaq ??= openFaqFiles({ folder, weights: WEIGHTS, logger })
  return ownFaq
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const calendar = await readCalendar(OWN_YEARS, quiet)

const freePace: Pace = {
  run: (_to, job) => job(),
  holdUntil: () => undefined,
  runClaiming: (_to, job) => job(() => Promise.resolve(true)),
  stop: () => Promise.resolve(),
}

/** Bytes that differ at each call, and are the same in each run. */
function countedBytes(): (bytes: number) => Buffer {
  let count = 0
  return (bytes) => createHash('sha512').update(`random ${count++}`).digest().subarray(0, bytes)
}

export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const databaseUrl = options.databaseUrl ?? temporaryDatabase()
  const clock = options.realClock ? realClock() : fakeClock()
  const sent: { to: Address; message: SendableMessage }[] = []
  const logged: string[] = []
  const names = options.channels ?? ['web', 'telegram', 'console']
  const channels = names.map(recording)
  const texts: { phone: string; text: string }[] = []
  const smsFault: { current: Error | undefined } = { current: undefined }
  const sms = {
    perDay: 100,
    send(phone: string, text: string) {
      const { current } = smsFault
      // Of what nobody knows whether it left, the phone knows.
      const left = !current || (current instanceof ChannelError && current.kind === 'unknown')
      if (left) texts.push({ phone, text })
      if (current) return Promise.reject(current)
      return Promise.resolve()
    },
  }
  const broken = new Set<string>()
  const random = countedBytes()
  const faq = options.faq ?? (await faqOfProject())
  let store = await openStore(databaseUrl)
  /** The world outside: it stays as it is, with whatever a test put in, when we start again. */
  const platform: { current: ReceiptPlatform } = {
    current: createSandbox(
      {
        get ledger() {
          return store.ledger
        },
        transaction: (work) => store.transaction(work),
      },
      { clock: clock.now, random },
    ),
  }
  const files = createMemoryFiles(clock.now)
  const incoming = new Map<string, Uint8Array>()
  let parts = await start()
  let counter = 0
  onTestFinished(() => end())

  async function end() {
    void parts.inbox.stop()
    if (options.connected) await Promise.all(parts.outboxes.map((outbox) => outbox.stop()))
    await store.close()
  }

  async function start() {
    if (await store.ledger.isEmpty()) await store.transaction((tx) => tx.ledger.add(sampleReceipts))
    const metrics = createMetrics(store)
    const note = (event: string, fields?: object) =>
      void logged.push(JSON.stringify({ event, ...fields }))
    const shared = {
      ...{ store, clock: clock.now, meter: metrics, reached: () => undefined, files },
      keys: createKeys('a secret for tests only'),
      logger: { info: note, warn: note, error: note },
      sleep: clock.sleep,
      publicUrl: () => 'http://127.0.0.1:3000',
    }
    const lazily: ReceiptPlatform = {
      find: (reference) => platform.current.find(reference),
      findByNumber: (number) => platform.current.findByNumber(number),
      findByPhone: (phone, page) => platform.current.findByPhone(phone, page),
      findOfUnit: (unit, query) => platform.current.findOfUnit(unit, query),
      verify: (reference) => platform.current.verify(reference),
      requestReversal: (...asked) => platform.current.requestReversal(...asked),
      reversalStatus: (receipt) => platform.current.reversalStatus(receipt),
    }
    const operators = options.operators ?? []
    const { connected } = options
    const all = [...channels, ...(connected ? [connected] : [])]
    const desk: Desk = {
      ...{ ...shared, platform: lazily, random, operators, sms, calendar, faq, workbooks: xlsx },
      announcementRules: {
        ...usualAnnouncementRules,
        rates: { telegram: 30 },
        ...options.announcementRules,
      },
      voidRules: { ...usualRules, ...options.voidRules },
      queueRules: options.queueRules ?? [],
      channels: () => all,
      fetchFile(channel, file) {
        if (channel === connected?.name && connected.fetch) return connected.fetch(file)
        const { ref } = file
        const content = incoming.get(ref)
        if (!content) return Promise.reject(new ChannelError('refused', 'no such file'))
        return Promise.resolve(chunks(Buffer.from(content)))
      },
    }
    const assistant = createAssistant({ ...shared, ...desk })
    const outboxes = all.map((channel) => createOutboxPump({ ...shared, channel, pace: freePace }))
    const inbox = createInboxPump({
      ...shared,
      assistant,
      channels: all.map(({ name }) => name),
      onTurn: ({ channel }) => channel === connected?.name && outboxes.at(-1)?.wake(),
    })
    inbox.wake()
    if (connected) outboxes.at(-1)?.start()
    await connected?.start(
      async (message) => {
        await assistant.receive(message)
        inbox.wake()
      },
      (move) => store.transaction((tx) => moveGroup(tx, shared.keys, move, clock.now())),
    )
    const dutiesDone = () => performAll(duties, { desk, clock: clock.now, logger: shared.logger })
    return { assistant, inbox, outboxes, metrics, dutiesDone }
  }

  function recording(name: string): Channel {
    return {
      name,
      traits: {
        crossBorder: name === 'telegram',
        files: name === 'telegram' || name === 'wechat',
        onlyWhenOpen: name === 'web' || name === 'console',
        choices: name === 'telegram' || name === 'web' ? 'buttons' : 'numbers',
        ownContacts: name === 'telegram',
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      state: () => ({ state: broken.has(name) ? 'failing' : 'running', since: 0 }),
      send(to, message) {
        sent.push({ to, message })
        return Promise.resolve()
      },
    }
  }

  async function settle(): Promise<void> {
    parts.inbox.wake()
    await parts.inbox.idle()
    await parts.dutiesDone()
    for (const outbox of parts.outboxes) outbox.wake()
    await Promise.all(parts.outboxes.map((outbox) => outbox.idle()))
  }

  async function passes(ms: number): Promise<void> {
    const step = Math.max(MINUTE, ms / MOST_STEPS)
    for (let left = ms; left > 0; left -= step) {
      clock.advance(Math.min(step, left))
      await settle()
    }
  }

  async function receive(message: InboundMessage): Promise<void> {
    await parts.assistant.receive(message)
  }

  function chat(who: Partial<Sender> = {}): Chat {
    const user = who.user ?? 'u1'
    const from = {
      channel: 'web',
      conversation: who.conversation ?? user,
      group: false,
      ...who,
      user,
    }
    let last: Spoken | undefined
    const exchange = async (
      text: string,
      more: Pick<InboundMessage, 'choice' | 'contact' | 'files' | 'quoted'> = {},
    ): Promise<SendableMessage[]> => {
      const before = sent.length
      const id = `m${++counter}`
      await receive({ id, from, text, addressed: true, at: clock.now(), ...more })
      await settle()
      const mine = ({ to }: { to: Address }) =>
        to.channel === from.channel && to.conversation === from.conversation
      return sent
        .slice(before)
        .filter(mine)
        .map(({ message }) => message)
        .filter(({ answers }) => answers !== undefined)
    }
    const answered = async (...said: Parameters<typeof exchange>): Promise<Spoken> => {
      const [message, ...others] = await exchange(...said)
      if (!message || others.length > 0) {
        throw new Error(
          `expected one answer to "${said[0]}", got ${message ? others.length + 1 : 0}`,
        )
      }
      last = spoken(message)
      return last
    }
    return {
      from,
      says: (text) => answered(text),
      presses(label, of: Pick<Spoken, 'choices'> | undefined = last) {
        const choice = of?.choices.find((one) => one.label === label)
        if (!choice)
          throw new Error(
            `no choice "${label}" among ${of?.choices.map((c) => c.label).join(', ')}`,
          )
        return answered(label, { choice: choice.data })
      },
      sharesPhone: (phone, own = true) => answered('', { contact: { phone, own } }),
      sendsFile({ name, content }, text = '') {
        const ref = `file-${++counter}`
        incoming.set(ref, content)
        const file = { name, type: 'application/octet-stream', size: content.length, ref }
        return answered(text, { files: [file] })
      },
      replies: (text, quoted) => answered(text, { quoted }),
      async saysUnheard(text) {
        const answers = await exchange(text)
        if (answers.length > 0) throw new Error(`expected no answer to "${text}"`)
      },
      get last() {
        return last
      },
    }
  }

  return {
    clock,
    announcementRules: options.announcementRules ?? {},
    channels,
    get store() {
      return store
    },
    ...{ sent, texts, smsFault, broken, platform, logged, chat, receive, settle, passes, files },
    metrics: () => parts.metrics.text(),
    async restart() {
      await parts.inbox.stop()
      await end()
      store = await openStore(databaseUrl)
      parts = await start()
    },
  }
}

function spoken(message: SendableMessage): Spoken {
  return {
    text: render(message),
    choices: message.choices ?? [],
    ...(message.link && { link: message.link.url }),
    message,
  }
}
