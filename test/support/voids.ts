/** A unit with its clerk, approvers, the officers above, and receipts of its own; for tests of void requests. */
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import type { ReceiptPlatform } from '../../core/ports.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import type { VoidRequest } from '../../core/receipts/void.ts'
import { render } from '../../adapters/console/channel.ts'
import { type Chat, type Office, type OfficeOptions, openOffice, type Spoken } from './office.ts'
import { boundAs, CLINIC, fillDirectory } from './people.ts'

const [model] = sampleReceipts as [Receipt, ...Receipt[]]

/** Receipts of the clinic: number 7001 and so on. */
export function clinicReceipt(index: number, more: Partial<Receipt> = {}): Receipt {
  return {
    ...model,
    number: String(7000 + index).padStart(10, '0'),
    check: `v${String(index).padStart(5, '0')}`,
    issuer: { name: CLINIC.name, code: CLINIC.code },
    payer: { name: '吴示范' },
    ...more,
  }
}

export const keyOf = (index: number) => `42990126 ${String(7000 + index).padStart(10, '0')}`

export const receiptKey = (index: number) => {
  const { code, number } = clinicReceipt(index)
  return { code, number }
}

const unit = CLINIC.code
/** 经办人, 负责人, another one, the officer of 武汉, the one of the province. */
const positions = {
  hand: { name: '张经办', given: { role: 'clerk', unit } },
  head: { name: '李负责', given: { role: 'approver', unit } },
  second: { name: '钱负责', given: { role: 'approver', unit } },
  boss: { name: '王监管', given: { role: 'officer', region: '420100' } },
  above: { name: '周监管', given: { role: 'officer', region: '420000' } },
} as const
type Position = keyof typeof positions
const everyPosition = Object.keys(positions) as Position[]

export interface Staff extends Readonly<Record<Position, Chat>> {
  readonly office: Office
  /** Somebody else, on the same network unless told. */
  readonly chat: (user: string, on?: string) => Chat
}

export interface StaffOptions extends OfficeOptions {
  readonly channel?: string
  readonly receipts?: readonly Receipt[]
  /** Stops after whatever is said, and starts again on the same database. */
  readonly restarts?: boolean
  /** Who is there; everybody unless told. */
  readonly without?: readonly Position[]
}

export async function withStaff(options: StaffOptions = {}): Promise<Staff> {
  const { channel = 'web', without = [] } = options
  const office = await openOffice(options)
  await fillDirectory(office)
  const receipts = options.receipts ?? [1, 2, 3, 4, 5].map((index) => clinicReceipt(index))
  await office.store.transaction((tx) => tx.ledger.add(receipts))
  const plain = (user: string, on = channel) => office.chat({ channel: on, user })
  for (const position of everyPosition.filter((one) => !without.includes(one))) {
    const { given, name } = positions[position]
    await boundAs(office, plain(position), given, name)
  }
  const restarting = restartsOf(office)
  const chat: Staff['chat'] = (...who) =>
    options.restarts ? restarting(plain(...who)) : plain(...who)
  const [hand, head, second] = [chat('hand'), chat('head'), chat('second')]
  const [boss, above] = [chat('boss'), chat('above')]
  return {
    office: options.restarts ? unsteady(office) : office,
    chat,
    hand,
    head,
    second,
    boss,
    above,
  }
}

/** The same office, which starts again after time went on, too. */
function unsteady(office: Office): Office {
  const passes: Office['passes'] = async (ms) => {
    await office.passes(ms)
    await office.restart()
  }
  return Object.create(office, { passes: { value: passes } }) as Office
}

/**
 * The same chat, in which every answer is the last one before a restart. Of what several people say at the same moment
 * all is answered before.
 */
function restartsOf(office: Office): (chat: Chat) => Chat {
  let unanswered = 0
  let restart = Promise.resolve()
  const thenRestart = async <T>(say: () => Promise<T>): Promise<T> => {
    unanswered += 1
    await restart
    const answer = await say().finally(() => (unanswered -= 1))
    if (unanswered === 0) await (restart = office.restart())
    return answer
  }
  return (chat) => ({
    from: chat.from,
    says: (text) => thenRestart(() => chat.says(text)),
    presses: (label, of) => thenRestart(() => chat.presses(label, of)),
    sharesPhone: (phone, own) => thenRestart(() => chat.sharesPhone(phone, own)),
    sendsFile: (file, text) => thenRestart(() => chat.sendsFile(file, text)),
    replies: (text, quoted) => thenRestart(() => chat.replies(text, quoted)),
    saysUnheard: (text) => thenRestart(() => chat.saysUnheard(text)),
    get last() {
      return chat.last
    },
  })
}

/** Puts answers in the place of the sandbox's, and counts the calls. */
export function answering(office: Office, answers: Partial<ReceiptPlatform> = {}) {
  const { current } = office.platform
  const calls = { count: 0, asked: 0 }
  const platform: ReceiptPlatform = {
    ...current,
    ...answers,
    requestReversal: (...args) => {
      calls.count += 1
      return (answers.requestReversal ?? current.requestReversal)(...args)
    },
    reversalStatus: (key) => {
      calls.asked += 1
      return (answers.reversalStatus ?? current.reversalStatus)(key)
    },
  }
  office.platform.current = platform
  return calls
}

/** What was last told to this chat of the assistant's own accord, with its choices. */
export function noticeTo(office: Office, { from }: Chat): Spoken {
  const notices = noticesTo(office, { from })
  const last = notices.at(-1)
  if (!last) throw new Error(`nothing was told to ${from.user}`)
  return last
}

export function noticesTo(office: Office, { from }: Pick<Chat, 'from'>): Spoken[] {
  return office.sent
    .filter(({ to }) => to.channel === from.channel && to.conversation === from.conversation)
    .filter(({ message }) => message.answers === undefined)
    .map(({ message }) => ({
      text: render(message),
      choices: message.choices ?? [],
      message,
      ...(message.link && { link: message.link.url }),
    }))
}

/** Makes a choice as the network has it: a button on Telegram, a number elsewhere. */
export async function picks(chat: Chat, label: string, of = chat.last): Promise<Spoken> {
  if (chat.from.channel === 'telegram') return chat.presses(label, of)
  const at = of?.choices.findIndex((choice) => choice.label === label) ?? -1
  if (at < 0)
    throw new Error(`no choice "${label}" among ${of?.choices.map((c) => c.label).join()}`)
  const answer = await chat.says(String(at + 1))
  const sure = answer.choices.findIndex((choice) => choice.label.startsWith('确认'))
  const asked = answer.text.includes('确认吗')
  return asked && sure >= 0 ? chat.says(String(sure + 1)) : answer
}

/** From the verb to the request, without paper and evidence; resolves to its id. */
export async function asksFor(chat: Chat, index: number, send = '确认提交'): Promise<string> {
  await chat.says(`冲红申请 ${keyOf(index)}`)
  await picks(chat, '退费')
  await picks(chat, '下一步')
  const { text } = await picks(chat, send)
  const id = /VR-\d{4}-\d{6}/.exec(text)?.[0]
  if (id === undefined) throw new Error(`no request: ${text}`)
  return id
}

export async function requestOf(office: Office, id: string): Promise<VoidRequest> {
  const request = await office.store.voids.find(id)
  if (!request) throw new Error(`no ${id}`)
  return request
}
