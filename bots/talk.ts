/** A conversation over two streams: one line in, one reply out, until the end of the input, or until a person leaves. */
import { createInterface } from 'node:readline'
import { zhCN } from '../core/wording/zh-cn.ts'

export interface TalkOptions {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** A person types: then there is a greeting, a prompt, and `exit`. */
  readonly interactive: boolean
  /** Somebody talks in another terminal: this is a conversation of its own. */
  readonly another: boolean
  /** Resolves when the line is answered. */
  readonly say: (text: string) => Promise<void>
}

const LEAVE = /^\s*(?:exit|quit)\s*$/i

export async function talk({ input, output, interactive, another, say }: TalkOptions) {
  const terminal = { terminal: true, output, prompt: '> ' }
  const lines = createInterface({ input, ...(interactive ? terminal : { terminal: false }) })
  if (interactive) {
    output.write(`${greeting(another)}\n`)
    lines.prompt()
  }
  for await (const text of lines) {
    if (interactive && LEAVE.test(text)) break
    if (!interactive || text.trim() !== '') await say(text)
    if (interactive) lines.prompt()
  }
}

/** First how to leave, then what can be asked. */
function greeting(another: boolean): string {
  const { hello, another: also } = zhCN.console
  return [hello, ...(another ? [also] : []), '', zhCN.help.text, ''].join('\n')
}
