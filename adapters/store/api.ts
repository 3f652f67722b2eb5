/** The tables behind the HTTP interface: access tokens by their hash, and answers to calls that may be repeated. */
import type { Knex } from 'knex'
import type { ApiAnswers, ApiTokens } from '../../core/announcements/access.ts'

interface TokenRow {
  hash: string
  person: string
  scopes: string
  expires_at: number
}

export function apiTokensOf(db: Knex): ApiTokens {
  const tokens = () => db<TokenRow>('api_tokens')
  return {
    async add({ hash, person, scopes, expiresAt }) {
      await tokens().insert({ hash, person, scopes: scopes.join(' '), expires_at: expiresAt })
    },
    async find(hash, now) {
      const row = await tokens().where({ hash }).where('expires_at', '>', now).first()
      return row && { person: row.person, scopes: row.scopes.split(' ') }
    },
    forget: (before) => tokens().where('expires_at', '<', before).delete(),
  }
}

interface AnswerRow {
  caller: string
  key: string
  request: string
  answer: string
  at: number
}

export function apiAnswersOf(db: Knex): ApiAnswers {
  const answers = () => db<AnswerRow>('api_answers')
  return {
    async find(caller, key) {
      const row = await answers().where({ caller, key }).first()
      return row && { request: row.request, answer: row.answer }
    },
    async add({ caller, key, request, answer, at }) {
      const row = { caller, key, request, answer, at }
      const added = await answers()
        .insert(row)
        .onConflict(['caller', 'key'])
        .ignore()
        .returning('key')
      return added.length === 1
    },
    forget: (before) => answers().where('at', '<', before).delete(),
  }
}
