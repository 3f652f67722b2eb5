/**
 * Many transactions in one commit. Durable commits are slow and statements are quick, so work that arrives
 * while a commit is under way is done together in the next one. Each work still is all or nothing:
 * when one of a group throws, the group is rolled back and done again with a savepoint around each.
 */
import type { Knex } from 'knex'
import type { Database } from './database.ts'
import { beginWrite } from './write-lock.ts'

type Work<T> = (trx: Knex.Transaction) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  resolve(value: unknown): void
  reject(reason: unknown): void
}

type Result = { readonly value: unknown } | { readonly error: unknown }

/** So many works share a commit at most: a longer group only makes its first member wait. */
const LARGEST_GROUP = 64

export interface Committer {
  /** Resolves after the commit. `work` may run twice, and must have no effect but on the transaction. */
  run<T>(work: Work<T>): Promise<T>
  /** Resolves when all work that was handed in has ended. */
  drained(): Promise<void>
}

export function createCommitter({ writer, dialect }: Database): Committer {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  async function commitAll(): Promise<void> {
    await Promise.resolve()
    while (waiting.length > 0) await commitGroup(waiting.splice(0, LARGEST_GROUP))
    running = undefined
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    const results = await together(group).catch(() => apart(group).catch(allFailed(group)))
    group.forEach((member, index) => settle(member, results[index]))
  }

  const together = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await beginWrite(trx, dialect)
      const results: Result[] = []
      for (const { work } of group) results.push({ value: await work(trx) })
      return results
    })

  const apart = (group: readonly Waiting[]): Promise<Result[]> =>
    writer.transaction(async (trx) => {
      await beginWrite(trx, dialect)
      const results: Result[] = []
      for (const { work } of group) results.push(await withSavepoint(trx, work))
      return results
    })

  return {
    run: <T>(work: Work<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
        running ??= commitAll()
      }),
    drained: async () => {
      while (running) await running
    },
  }
}

async function withSavepoint(trx: Knex.Transaction, work: Work<unknown>): Promise<Result> {
  await trx.raw('SAVEPOINT work')
  try {
    const value = await work(trx)
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
