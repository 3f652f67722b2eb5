/** Duties: performed by one process at a time, and one that throws keeps no other from its turn. */
import { expect, it } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { createDutyPump, performAll } from '../../bots/duty-pump.ts'
import type { Desk } from '../../core/turn.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { until } from '../support/until.ts'

const desk = {} as Desk
const nothing = () => undefined
const quiet = { info: nothing, warn: nothing, error: nothing }

it('one that throws is logged, and the others are done', async () => {
  const done: string[] = []
  const logged: unknown[] = []
  const logger = { ...quiet, error: (_event: string, fields?: object) => void logged.push(fields) }
  const broken = { name: 'broken', perform: () => Promise.reject(new RangeError('no')) }
  const good = { name: 'good', perform: (now: number) => Promise.resolve(void done.push(`${now}`)) }
  await performAll([broken, good], { desk, clock: () => 7, logger })
  expect(done).toEqual(['7'])
  expect(logged).toEqual([{ duty: 'broken', reason: 'RangeError' }])
})

it('a second process does nothing while the first does, and takes over when that stops', async () => {
  const store = await openStore(temporaryDatabase())
  const rounds = { first: 0, second: 0 }
  const pump = (name: keyof typeof rounds) =>
    createDutyPump({
      duties: [{ name: 'count', perform: () => Promise.resolve(void (rounds[name] += 1)) }],
      ...{ desk, store, clock: Date.now, logger: quiet, onRound: nothing },
    })
  const [first, second] = [pump('first'), pump('second')]
  first.start()
  await until(() => rounds.first > 0)
  second.start()
  await until(() => rounds.first > 2)
  expect(rounds.second).toBe(0)
  await first.stop()
  await until(() => rounds.second > 0)
  await second.stop()
  await store.close()
})
