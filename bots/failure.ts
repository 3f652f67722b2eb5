/** How a failed start or command is told: a known fault in its own words, any other by name, code and place. */
import { operatorWords } from '../core/wording/operator-words.ts'
import { whereThrown } from '../core/errors.ts'
import { ConfigError } from './config.ts'

/** Lines for standard error. Never the message of an error nobody foresaw: it may quote what is stored. */
export function failureLines(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return [error.message]
  const name = error instanceof Error ? error.name : typeof error
  const { code } = Object(error) as { readonly code?: unknown }
  const what = typeof code === 'string' ? `${name} (${code})` : name
  return operatorWords.failed(what, placeOf(error))
}

/** Its name alone: the message of an error nobody foresaw may quote what is stored. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

/** The first place of our own on the way to the failure. */
function placeOf(error: unknown): string {
  const frames = whereThrown(error)?.split(' | ') ?? []
  const own = frames.find((frame) => !/node_modules|node:/.test(frame)) ?? frames[0]
  return own?.replace(/^\s*at\s+/, '') ?? '?'
}
