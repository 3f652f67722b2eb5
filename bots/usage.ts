/** What `npm run cli` takes: which command was meant, and what is wrong with how it was written. */
import { parseArgs } from 'node:util'
import { operatorWords as words } from '../core/wording/operator-words.ts'

export type Exit = 0 | 1 | 2
export type Values = Readonly<Record<string, string | boolean | undefined>>

export interface Command {
  /** As it is typed, with its places in capitals. */
  readonly usage: string
  readonly words: readonly string[]
  /** How many places follow the words. */
  readonly places: number
  /** How many more may follow. */
  readonly more?: number
  run(places: readonly string[], values: Values): Promise<Exit>
}

export type Options = Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>

/** `why` is for the person who typed it, a line for each language. */
export type Chosen =
  | { readonly kind: 'run'; readonly run: () => Promise<Exit> }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: readonly string[] }

export function choose(
  args: readonly string[],
  commands: readonly Command[],
  options: Options,
): Chosen {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' }
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    return commandOf(positionals, values as Values, commands)
  } catch (error) {
    return wrong(optionProblem(error as NodeJS.ErrnoException))
  }
}

/** The command that was meant, however it goes on. */
export function meant(args: readonly string[], commands: readonly Command[]): Command | undefined {
  return commands.find((one) => one.words.every((word, index) => args[index] === word))
}

function commandOf(typed: readonly string[], values: Values, commands: readonly Command[]): Chosen {
  if (typed.length === 0) return wrong(words.noCommand)
  const command = meant(typed, commands)
  if (!command) return wrong(unknownCommand(typed, commands))
  const places = typed.slice(command.words.length)
  const missing = placeNames(command).slice(places.length)
  const most = command.places + (command.more ?? 0)
  if (places.length > most) {
    return wrong(words.tooMany(places.slice(most).join(' ')))
  }
  if (places.length < command.places) return wrong(words.missing(missing.join(' ')))
  return { kind: 'run', run: () => command.run(places, values) }
}

/** The beginning of a command is told how it may go on. */
function unknownCommand(typed: readonly string[], commands: readonly Command[]): readonly string[] {
  const begun = commands.filter((one) => typed.every((word, index) => one.words[index] === word))
  const next = new Set(begun.map((one) => one.words[typed.length] ?? ''))
  return next.size > 0
    ? words.missing([...next].join(' | '))
    : words.unknownCommand(typed.join(' '))
}

/** `sample receipts --count N --seed S PATH` has the one place PATH. */
function placeNames({ usage, words: own }: Command): string[] {
  return usage
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/--[\w-]+ [A-Z]+/g, ' ')
    .split(/\s+/)
    .filter((word) => /^[A-Z]+$/.test(word) && !own.includes(word))
}

function optionProblem({ code, message }: NodeJS.ErrnoException): readonly string[] {
  const option = /'(-[^' =]*)/.exec(message)?.[1] ?? '-'
  const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
  return unknown ? words.unknownOption(option) : words.wrongOption(option)
}

function wrong(why: readonly string[]): Chosen {
  return { kind: 'wrong', why }
}
