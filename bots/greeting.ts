/** What is printed when the assistant is ready: where to talk to it, and what to try. */
import { sampleReceipts } from '../adapters/platform/samples.ts'
import { formatFen } from '../core/receipts/amount.ts'
import { type Receipt, type ReceiptState, statesOf } from '../core/receipts/receipt.ts'
import { operatorWords } from '../core/wording/operator-words.ts'
import { type Config, hasLocalLinks } from './config.ts'

const words = operatorWords
const { kinds } = words.samples
const GAP = 2

/** `samples`: the sample receipts are in the store. */
export function greeting(url: string, config: Config, { samples }: { samples: boolean }): string[] {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_TRANSPORT: transport } = config
  return [
    '',
    ...words.ready(url),
    ...words.talk,
    ...(token ? words.telegram(transport) : []),
    ...(config.WECHATY_PUPPET ? words.wechat : []),
    ...(config.WECHAT_OFFICIAL_APP_ID ? words.official : []),
    ...(token && hasLocalLinks(config) ? words.localLinks : []),
    '',
    ...(samples ? sampleLines() : []),
  ]
}

function sampleLines(): string[] {
  const tries = samplesToTry()
  const column = Math.max(...tries.map(([label]) => widthOf(label))) + GAP
  const aligned = tries.map(
    ([label, said]) => `  ${label}${' '.repeat(column - widthOf(label))}${said}`,
  )
  const { head, others } = words.samples
  return [...head, ...aligned, `  ${others.join('    ')}`, '']
}

/** What a line shows, and what to say. Both together can be said as well. */
export function samplesToTry(): (readonly [label: string, said: string])[] {
  const normal = (name: string) => sample('normal', name)
  const clinic = normal('门诊')
  const fine = normal('交通违法')
  return [
    [kinds.clinic, values(clinic)],
    [kinds.hospital, values(normal('住院'))],
    [kinds.donation, values(normal('捐赠'))],
    [kinds.tuition, values(normal('教育'))],
    [kinds.dealings, values(normal('资金往来'))],
    [kinds.dues, values(normal('会费'))],
    [kinds.reversed, values(sample('reversed'))],
    [kinds.red, values(sample('red'))],
    [kinds.paper, values(sample('paper'))],
    [kinds.booked, values(sample('booked'))],
    [kinds.verify, `${values(clinic)} ${clinic.issuedOn} ${formatFen(clinic.amountFen)}`],
    [kinds.fine, words.samples.decision(fine.decisionNumber ?? '')],
    [kinds.fineName, words.samples.payer(fine.payer.name)],
    [kinds.payCode, fine.payCode ?? ''],
    [kinds.fineName, words.samples.payer(fine.payer.name)],
  ]
}

function sample(state: ReceiptState, name = ''): Receipt {
  const found = sampleReceipts.find(
    (receipt) => statesOf(receipt)[0] === state && receipt.name.includes(name),
  )
  if (!found) throw new Error(`no sample receipt is ${state}`)
  return found
}

function values({ code, number, check }: Receipt): string {
  return `${code} ${number} ${words.samples.check} ${check}`
}

/** Columns on a terminal: Chinese characters and signs take two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)
}
