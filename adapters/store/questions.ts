/** The table of what was asked of the FAQ. */
import type { Knex } from 'knex'
import type { AskedQuestion, QuestionOutcome, Questions } from '../../core/faq/kept.ts'
import { collectRows } from './rows.ts'

interface Row extends Omit<AskedQuestion, 'entry'> {
  entry: string | null
}

const OPEN: readonly QuestionOutcome[] = ['suggested', 'refused', 'declined', 'unsolved']

export function questionsOf(db: Knex): Questions & { flush(): Promise<void> } {
  const questions = () => db<Row>('questions')
  const added = collectRows<Row>(async (rows) => void (await questions().insert([...rows])))
  return {
    flush: added.flush,
    add: (question) => added.add({ ...question, entry: question.entry ?? null }),
    async settle(id, person, outcome, entry) {
      await added.flush()
      await questions()
        .where({ id, person })
        .update({ outcome, ...(entry !== undefined && { entry }) })
    },
    async open(since, limit) {
      const rows = await questions()
        .whereIn('outcome', [...OPEN])
        .where('at', '>=', since)
        .orderBy([{ column: 'at' }, { column: 'id' }])
        .limit(limit)
      return rows.map(({ entry, ...row }) => ({ ...row, ...(entry !== null && { entry }) }))
    },
    async count(since) {
      const [row] = await questions().where('at', '>=', since).count({ n: '*' })
      return Number(row?.['n'] ?? 0)
    },
    forget: (before) => questions().where('at', '<', before).delete(),
  }
}
