/** With 100,000 people bound: who is speaking and what they may, and “我的单位”. */
import { join } from 'node:path'
import { openStore } from '../../adapters/store/store.ts'
import { importUnits } from '../../bots/import-units.ts'
import { sampleUnits } from '../../bots/sample-units.ts'
import { unit } from '../../core/people/own-unit.ts'
import { may } from '../../core/people/role.ts'
import { sampleUnit, DIRECTORY_SIZE } from '../../core/people/sample-units.ts'
import { readReference } from '../../core/receipts/reference.ts'
import { newSession } from '../../core/session.ts'
import type { Store } from '../../core/store.ts'
import type { Desk } from '../../core/turn.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { percentiles } from './load.ts'
import type { Row } from './run.ts'
import { inTemporaryFolder } from './subject.ts'

const PEOPLE = 100_000
const BATCH = 2_000
const QUESTIONS = 10_000
/** Shown apart: until then V8 still compiles what runs, on the same cores. */
const WARM_UP = 5_000

export async function people(): Promise<Row[]> {
  return inTemporaryFolder(async (folder) => {
    const imported = await importDirectory(folder)
    const store = await openStore(`sqlite:${join(folder, 'bench.db')}`)
    await fill(store)
    const rows = [
      imported,
      await measure('role check (person by account, and may)', (index) => check(store, index)),
      await measure('我的单位 (as it is answered)', (index) => ownUnit(store, index)),
    ]
    await store.close()
    return rows
  })
}

/** Into an empty database, and again. */
async function importDirectory(folder: string): Promise<Row> {
  const store = await openStore(`sqlite:${join(folder, 'import.db')}`)
  const path = join(folder, 'units.csv')
  const quiet = { out: () => undefined, err: () => undefined }
  await sampleUnits({ count: DIRECTORY_SIZE, seed: 1, path }, quiet)
  const seconds: string[] = []
  for (let time = 0; time < 2; time++) {
    const started = performance.now()
    const exit = await importUnits({ path, json: true }, { ...quiet, store, now: Date.now })
    if (exit !== 0) throw new Error('the directory was not imported')
    seconds.push(((performance.now() - started) / 1000).toFixed(1))
  }
  await store.close()
  return {
    bench: `import of ${DIRECTORY_SIZE} units`,
    note: `${seconds[0]} s; again ${seconds[1]} s; wanted 15 s`,
  }
}

const unitOf = (index: number) => sampleUnit(1, index % DIRECTORY_SIZE)
const accountOf = (index: number) => ({ channel: 'telegram', user: String(index) })

async function fill(store: Store): Promise<void> {
  const units = Array.from({ length: DIRECTORY_SIZE }, (_, index) => sampleUnit(1, index))
  await store.transaction((tx) => tx.units.put(units, 1))
  for (let from = 0; from < PEOPLE; from += BATCH) {
    await store.transaction(async (tx) => {
      for (let index = from; index < from + BATCH; index++) {
        const id = `p${index}`
        const role = index < DIRECTORY_SIZE ? 'approver' : 'clerk'
        await tx.people.add({ id, name: `人员${index}` }, index)
        await tx.people.tie(id, { ...accountOf(index), conversation: String(index) }, index)
        await tx.people.grant(id, { role, unit: unitOf(index).code }, 'cli', index)
      }
    })
  }
}

async function check(store: Store, index: number): Promise<void> {
  const person = await store.people.ofAccount(accountOf(index))
  if (!may(person, 'unit.see', { unit: unitOf(index) })) throw new Error('a role is missing')
}

/** The intent itself, with the person as the turn finds them. */
async function ownUnit(store: Store, index: number): Promise<void> {
  const person = await store.people.ofAccount(accountOf(index))
  if (!person) throw new Error('a person is missing')
  const from = { ...accountOf(index), conversation: String(index), group: false }
  const message = { id: '1', from, text: '我的单位', addressed: true, at: 1 }
  const reading = readReference('')
  const turn = { message, session: newSession, wording: zhCN, now: 1, person, text: '', reading }
  const desk = { store, channels: () => [] } as Partial<Desk> as Desk
  const { reply } = await unit.handle(turn, desk)
  if (!reply?.text.includes(unitOf(index).name)) throw new Error('the unit is missing')
}

async function measure(bench: string, ask: (index: number) => Promise<void>): Promise<Row> {
  const times: number[] = []
  let state = 1
  for (let count = 0; count < WARM_UP + QUESTIONS; count++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const started = performance.now()
    await ask(state % PEOPLE)
    times.push(performance.now() - started)
  }
  const { p50, p99 } = percentiles(times.slice(WARM_UP))
  const first = percentiles(times.slice(0, WARM_UP)).p99.toFixed(2)
  return {
    ...{ bench, 'p50 ms': p50.toFixed(2), 'p99 ms': p99.toFixed(2), 'wanted ms': 2 },
    note: `p99 of the first ${WARM_UP}: ${first} ms`,
  }
}
