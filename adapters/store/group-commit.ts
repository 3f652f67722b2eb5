/**
 * Many transactions in one commit. Durable commits are slow and statements are quick, so work that arrives
 * while a commit is under way is done together in the next one. Each work still is all or nothing:
 * when one of a group throws, the group is rolled back and done again with a savepoint around each.
 */
import type { Knex } from 'knex'
import type { Repositories } from '../../core/store.ts'
import type { Database } from './database.ts'
import { beginWrite } from './write-lock.ts'

type Work<T> = (tx: Repositories) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  resolve(value: unknown): void
  reject(reason: unknown): void
}

type Result = { readonly value: unknown } | { readonly error: unknown }

/** A long group makes its first member wait for its last; so many share a commit at most. */
const LARGEST_GROUP = 16

export interface Committer {
  /**
   * Resolves after the commit. `work` may run twice, and must have no effect but on the transaction.
   * Urgent work goes before all other that waits.
   */
  run<T>(work: Work<T>, urgent?: boolean): Promise<T>
  /** Resolves when all work that was handed in has ended. */
  drained(): Promise<void>
}

export function createCommitter(
  { writer, dialect }: Database,
  repositoriesOf: (trx: Knex.Transaction) => Repositories,
): Committer {
  const urgentWork: Waiting[] = []
  const otherWork: Waiting[] = []
  let running: Promise<void> | undefined

  async function commitAll(): Promise<void> {
    await Promise.resolve()
    while (urgentWork.length + otherWork.length > 0) {
      const urgent = urgentWork.splice(0, LARGEST_GROUP)
      await commitGroup([...urgent, ...otherWork.splice(0, LARGEST_GROUP - urgent.length)])
    }
    running = undefined
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    const results = await together(group).catch(() => apart(group).catch(allFailed(group)))
    group.forEach((member, index) => settle(member, results[index]))
  }

  const together = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await beginWrite(trx, dialect)
      const tx = repositoriesOf(trx)
      const results: Result[] = []
      for (const { work } of group) results.push({ value: await work(tx) })
      return results
    })

  const apart = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await beginWrite(trx, dialect)
      const results: Result[] = []
      for (const { work } of group) {
        results.push(await withSavepoint(trx, () => work(repositoriesOf(trx))))
      }
      return results
    })

  return {
    run: <T>(work: Work<T>, urgent = false) =>
      new Promise<T>((resolve, reject) => {
        const waiting = urgent ? urgentWork : otherWork
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
        running ??= commitAll()
      }),
    drained: async () => {
      while (running) await running
    },
  }
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
