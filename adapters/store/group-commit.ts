/**
 * Many transactions in one commit. Durable commits are slow and statements are quick, so work that arrives
 * while a commit is under way is done together in the next one. Each work still is all or nothing:
 * when one of a group throws, the group is rolled back and done again with a savepoint around each.
 */
import { setImmediate } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Repositories, Store } from '../../core/store.ts'
import type { Database } from './database.ts'
import { lockForWriting } from './write-lock.ts'

/** Repositories that may collect what they are given until `flush`, which the commit awaits. */
export interface GroupedRepositories extends Repositories {
  flush(): Promise<void>
}

type Work<T> = (tx: Repositories) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  readonly soon: boolean
  resolve(value: unknown): void
  reject(reason: unknown): void
}

type Result = { readonly value: unknown } | { readonly error: unknown }

/** So many share a commit at most: a longer group makes its first member wait for its last. */
const LARGEST_GROUP = 64
/**
 * After a shared commit the next one waits a little for more to share it: each costs as much as several works.
 * Work that comes alone never waits, nor does any while there is some that is wanted soon.
 */
const GATHER_MS = 20

export interface Committer {
  /**
   * Resolves after the commit. `work` may run twice, and must have no effect but on the transaction.
   */
  readonly run: Store['transaction']
  /** Resolves when all work that was handed in has ended. */
  drained(): Promise<void>
}

export function createCommitter(
  { writer, dialect }: Database,
  repositoriesOf: (trx: Knex.Transaction) => GroupedRepositories,
): Committer {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let endGathering: (() => void) | undefined

  /** Until others have come, or one that is wanted soon. */
  async function gather(): Promise<void> {
    if (waiting.some(({ soon }) => soon)) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS)
      endGathering = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    endGathering = undefined
  }

  async function commitAll(): Promise<void> {
    await setImmediate()
    while (waiting.length > 0) {
      const group = waiting.splice(0, LARGEST_GROUP)
      await commitGroup(group)
      if (group.length > 1 && waiting.length < LARGEST_GROUP) await gather()
    }
    running = undefined
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    const results = await together(group).catch((error: unknown) =>
      group.length === 1 ? [{ error }] : apart(group).catch(allFailed(group)),
    )
    group.forEach((member, index) => settle(member, results[index]))
  }

  const together = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await lockForWriting(trx, dialect)
      const tx = repositoriesOf(trx)
      const results: Result[] = []
      for (const { work } of group) results.push({ value: await work(tx) })
      await tx.flush()
      return results
    })

  const apart = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await lockForWriting(trx, dialect)
      const results: Result[] = []
      for (const { work } of group) {
        results.push(await withSavepoint(trx, () => flushed(work, repositoriesOf(trx))))
      }
      return results
    })

  return {
    run: <T>(work: Work<T>, { soon = false } = {}) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, soon, resolve: resolve as (value: unknown) => void, reject })
        running ??= commitAll()
        if (soon) endGathering?.()
      }),
    drained: async () => {
      while (running) await running
    },
  }
}

async function flushed(work: Work<unknown>, tx: GroupedRepositories): Promise<unknown> {
  const value = await work(tx)
  await tx.flush()
  return value
}

async function withSavepoint(trx: Knex.Transaction, work: () => Promise<unknown>): Promise<Result> {
  await trx.raw('SAVEPOINT work')
  try {
    const value = await work()
    await trx.raw('RELEASE SAVEPOINT work')
    return { value }
  } catch (error) {
    await trx.raw('ROLLBACK TO SAVEPOINT work')
    await trx.raw('RELEASE SAVEPOINT work')
    return { error }
  }
}

function allFailed(group: readonly Waiting[]) {
  return (error: unknown): Result[] => group.map(() => ({ error }))
}

function settle({ resolve, reject }: Waiting, result: Result | undefined): void {
  if (result && 'value' in result) resolve(result.value)
  else reject(result?.error)
}
