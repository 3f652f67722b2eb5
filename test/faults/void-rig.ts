/**
 * The fault rig of void requests: an approver says 同意 to one after the other, the process dies at named steps and is
 * started again, and the ledger of the platform, which nobody kills, is read afterwards.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../adapters/store/store.ts'
import type { Step } from '../../core/ports.ts'
import type { Receipt } from '../../core/receipts/receipt.ts'
import { voidId, type VoidRequest } from '../../core/receipts/void.ts'
import type { Store } from '../../core/store.ts'
import { type BotApi, startBotApi, TOKEN } from '../support/bot-api.ts'
import { CLINIC } from '../support/people.ts'
import { textUpdate } from '../support/telegram-updates.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { clinicReceipt } from '../support/voids.ts'

const ROOT = join(import.meta.dirname, '../..')
const [CLERK, APPROVER, OFFICER] = [1, 2, 3]
/** What is done is known to the platform's own questions only after so long. */
const LAG_MS = 1000
const REST_MS = 90_000
/** A step that is not reached within so long is not reached any more. */
const PATIENCE_MS = 20_000

export type Mistake = 'submitted-before-saved' | 'submitted-again' | 'notice-before-commit'

export interface VoidPlan {
  readonly kills: readonly { readonly step: Step; readonly time: number }[]
  /** So many are approved before each kill. */
  readonly approvals?: number
  readonly mistake?: Mistake
}

export interface VoidOutcome {
  readonly kills: number
  /** Receipts with more than one reversal in the ledger. */
  readonly doubles: number
  /** Reversed in the ledger, and the request does not say so; or the other way round. */
  readonly untrue: number
  /** Neither reversed nor before an officer, who was told. */
  readonly stranded: number
  /** Told to the clerk more than once that it is done, or before it was. */
  readonly wrongNotices: number
  readonly done: number
  readonly waiting: number
}

export async function runVoidPlan(plan: VoidPlan): Promise<VoidOutcome> {
  const [databaseUrl, ledgerUrl] = [temporaryDatabase(), temporaryDatabase()]
  const { approvals = 2, kills, mistake } = plan
  const count = Math.max(1, kills.length) * approvals
  const receipts = Array.from({ length: count }, (_, index) => receiptOf(index))
  await prepare(databaseUrl, ledgerUrl, receipts)
  const api = await startBotApi()
  const ledger = await startLedger(ledgerUrl)
  let killed = 0
  try {
    for (const [round, kill] of kills.entries()) {
      approve(api, round * approvals, approvals)
      const child = start(databaseUrl, api, ledger.url, mistake, kill)
      if (await died(child)) killed += 1
      await outwaitLease(databaseUrl)
    }
    if (kills.length === 0) approve(api, 0, approvals)
    const last = start(databaseUrl, api, ledger.url, mistake)
    await atRest(databaseUrl, count)
    await stop(last)
    return { kills: killed, ...(await judge(databaseUrl, ledgerUrl, receipts)) }
  } finally {
    ledger.child.kill('SIGKILL')
    await api.close()
  }
}

const phoneOf = (index: number) => `139${String(index).padStart(8, '0')}`
const idOf = (index: number) => voidId('2026', index + 1)

/** Each has a phone of its own, by which its red receipts are found. */
function receiptOf(index: number): Receipt {
  return clinicReceipt(index, { payer: { name: '吴示范', phone: phoneOf(index) } })
}

async function prepare(databaseUrl: string, ledgerUrl: string, receipts: readonly Receipt[]) {
  const ledger = await openStore(ledgerUrl)
  await ledger.transaction((tx) => tx.ledger.add(receipts))
  await ledger.close()
  const store = await openStore(databaseUrl)
  const now = Date.now()
  await store.transaction(async (tx) => {
    await tx.units.put([CLINIC], now)
    const people = [
      ['clerk', CLERK, { role: 'clerk', unit: CLINIC.code }],
      ['approver', APPROVER, { role: 'approver', unit: CLINIC.code }],
      ['officer', OFFICER, { role: 'officer', region: '420100' }],
    ] as const
    for (const [id, user, given] of people) {
      await tx.people.add({ id, name: '示范' }, now)
      await tx.people.grant(id, given, 'cli', now)
      const account = { channel: 'telegram', user: String(user), conversation: String(user) }
      await tx.people.tie(id, account, now)
    }
    for (const [index, receipt] of receipts.entries()) {
      await tx.voids.add(requestOf(index, receipt, now))
    }
  })
  await store.close()
}

function requestOf(index: number, receipt: Receipt, now: number): VoidRequest {
  const { code, number, name, amountFen, issuedOn } = receipt
  return {
    ...{ id: idOf(index), state: 'requested', version: 1, receipt: { code, number }, name },
    ...{ amountFen, issuedOn, unit: CLINIC.code, asker: 'clerk', reason: '退费', urgent: false },
    ...{ needsOfficer: false, level: 0, reminded: false, at: now, since: now },
    ...{ asks: 0, nothings: 0 },
  }
}

function approve(api: BotApi, from: number, approvals: number): void {
  for (let index = from; index < from + approvals; index++) {
    api.push(textUpdate({ user: APPROVER, text: `同意 ${idOf(index)}` }))
  }
}

async function startLedger(databaseUrl: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/faults/ledger-process.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      LEDGER_LAG_MS: String(LAG_MS),
    },
  })
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim())),
  )
  return { child, url }
}

function start(
  databaseUrl: string,
  api: BotApi,
  ledger: string,
  mistake?: Mistake,
  kill?: VoidPlan['kills'][number],
): ChildProcess {
  const entry = mistake ? 'test/faults/void-mistaken.ts' : 'bots/main.ts'
  return spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      SANDBOX_URL: ledger,
      VOID_ASK_SECONDS: '0.2',
      EPIAOTONG_SECRET: 'a secret for tests only',
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_RATE: '0',
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...(mistake && { MISTAKE: mistake }),
      ...(kill && { EPIAOTONG_FAIL_AT: `${kill.step}:${kill.time}` }),
    },
  })
}

/** False when the step was never reached: then it is ended all the same. */
async function died(child: ChildProcess): Promise<boolean> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, PATIENCE_MS)
  await new Promise<void>((resolve) => child.once('exit', () => resolve()))
  clearTimeout(timer)
  return !late
}

/** Whoever died holds the duties for some seconds more: the rig does not wait for them to pass. */
async function outwaitLease(databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl)
  const held = await store.marks.owner('duties')
  if (held) await store.transaction((tx) => tx.marks.drop('duties', held.owner))
  await store.close()
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await exit
}

/** Until every request is done or before an officer. */
async function atRest(databaseUrl: string, count: number): Promise<void> {
  const store = await openStore(databaseUrl)
  const states = ['done', 'failed', 'refused'] as const
  for (let left = REST_MS; left > 0; left -= 200) {
    if ((await store.voids.count({ states })) === count) break
    await sleep(200)
  }
  await store.close()
}

async function judge(databaseUrl: string, ledgerUrl: string, receipts: readonly Receipt[]) {
  const [store, ledger] = [await openStore(databaseUrl), await openStore(ledgerUrl)]
  const counts = { doubles: 0, untrue: 0, stranded: 0, wrongNotices: 0, done: 0, waiting: 0 }
  const told = await noticesIn(store, CLERK)
  const officer = await noticesIn(store, OFFICER)
  for (const index of receipts.keys()) {
    const request = await store.voids.find(idOf(index))
    const found = await ledger.ledger.findByPhone(phoneOf(index), { skip: 0, limit: 99 })
    const reds = found.filter(({ original }) => original !== undefined).length
    const done = request?.state === 'done'
    const before = officer.some((text) => text.includes(idOf(index)) && text.includes('登录平台'))
    const dones = told.filter((text) => text.includes(idOf(index)) && text.includes('已冲红：'))
    if (reds > 1) counts.doubles += 1
    if (reds > 0 !== done) counts.untrue += 1
    if (!done && !(request?.state === 'failed' && before)) counts.stranded += 1
    if (dones.length !== (done ? 1 : 0)) counts.wrongNotices += 1
    if (done) counts.done += 1
    else counts.waiting += 1
  }
  await Promise.all([store.close(), ledger.close()])
  return counts
}

async function noticesIn(store: Store, user: number): Promise<string[]> {
  const address = { channel: 'telegram', conversation: String(user), group: false }
  const rows = await store.outbox.history(address, String(user), 10_000)
  return rows.map(({ message }) => JSON.stringify(message))
}
