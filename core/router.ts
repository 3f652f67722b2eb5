/** Which intent a message is for: its choice, its verb, the open dialog, its shape, or nobody's. */
import { intents, lastIntent } from './intents.ts'
import type { Intent, Turn } from './turn.ts'

export function route(turn: Turn): Intent {
  return (
    intents.find((intent) => intent.precedes?.(turn)) ??
    byChoice(turn) ??
    byCommand(turn) ??
    intents.find((intent) => intent.continues?.(turn)) ??
    intents.find((intent) => intent.matches?.(turn)) ??
    lastIntent
  )
}

function byChoice({ picked }: Turn): Intent | undefined {
  return picked && intents.find(({ name }) => name === picked.intent)
}

function byCommand({ command }: Turn): Intent | undefined {
  return command && intents.find(({ commands }) => commands?.includes(command))
}
