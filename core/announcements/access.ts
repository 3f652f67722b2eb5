/** Who may use announcements over HTTP: tokens of people, with scopes; and answers to calls that are repeated. */
import type { Instant } from '../message.ts'

export const scopes = [
  'announcements:write',
  'announcements:approve',
  'announcements:read',
] as const
export type Scope = (typeof scopes)[number]

export interface ApiTokens {
  /** The token itself is not kept. */
  add(token: {
    readonly hash: string
    readonly person: string
    readonly scopes: readonly string[]
    readonly expiresAt: Instant
  }): Promise<void>
  find(
    hash: string,
    now: Instant,
  ): Promise<{ readonly person: string; readonly scopes: readonly string[] } | undefined>
  forget(before: Instant): Promise<number>
}

/** What was answered to a call with an `Idempotency-Key`, and to which request. */
export interface ApiAnswers {
  find(
    caller: string,
    key: string,
  ): Promise<{ readonly request: string; readonly answer: string } | undefined>
  /** False when there is one for this key already. */
  add(answer: {
    readonly caller: string
    readonly key: string
    readonly request: string
    readonly answer: string
    readonly at: Instant
  }): Promise<boolean>
  forget(before: Instant): Promise<number>
}

export interface AccessRepositories {
  readonly apiTokens: ApiTokens
  readonly apiAnswers: ApiAnswers
}
