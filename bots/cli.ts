/** `npm run cli -- <command>`: exit 0 done, 1 refused or failed with the reason on standard error, 2 wrong usage. */
import { parseArgs } from 'node:util'
import { openStore } from '../adapters/store/store.ts'
import type { OutboxState, Store } from '../core/store.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { importReceipts } from './import.ts'
import { DEFAULT_DATABASE } from './line.ts'
import { sampleReceipts } from './sample.ts'

type Exit = 0 | 1 | 2
type Values = Readonly<Record<string, string | boolean | undefined>>

interface Command {
  /** As it is typed, with its places in capitals. */
  readonly usage: string
  readonly words: readonly string[]
  /** How many places follow the words. */
  readonly places: number
  run(places: readonly string[], values: Values): Promise<Exit>
}

const io = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
}

const commands: readonly Command[] = [
  {
    usage: 'import receipts PATH [--strict] [--json]',
    words: ['import', 'receipts'],
    places: 1,
    run: ([path = ''], { strict, json }) =>
      withStore((store) =>
        importReceipts(
          { path, strict: strict === true, json: json === true },
          { ...io, store, now: Date.now },
        ),
      ),
  },
  {
    usage: 'sample receipts --count N --seed S PATH',
    words: ['sample', 'receipts'],
    places: 1,
    run: async ([path = ''], { count, seed }) => {
      const [many, from] = [Number(count ?? 100), Number(seed ?? 1)]
      if (!Number.isSafeInteger(many) || many < 1 || !Number.isSafeInteger(from)) return usage()
      return sampleReceipts({ count: many, seed: from, path }, io)
    },
  },
  {
    usage: 'inbox list --set-aside [--json]',
    words: ['inbox', 'list'],
    places: 0,
    run: (_places, values) =>
      values['set-aside'] === true
        ? withStore(async (store) => list(await store.inbox.listSetAside(1000), values))
        : Promise.resolve(usage()),
  },
  {
    usage: 'inbox retry ID',
    words: ['inbox', 'retry'],
    places: 1,
    run: ([id], values) =>
      again(id, values, (store, seq) => store.transaction((tx) => tx.inbox.retry(seq))),
  },
  {
    usage: 'outbox list [--state unknown|failed] [--json]',
    words: ['outbox', 'list'],
    places: 0,
    run: (_places, values) => {
      const { state } = values
      if (state !== undefined && state !== 'unknown' && state !== 'failed')
        return Promise.resolve(usage())
      return withStore((store) =>
        listOutbox(store, state === undefined ? ['unknown', 'failed'] : [state], values),
      )
    },
  },
  {
    usage: 'outbox resend ID',
    words: ['outbox', 'resend'],
    places: 1,
    run: ([id], values) =>
      again(id, values, (store, row) => store.transaction((tx) => tx.outbox.resend(row))),
  },
]

async function main(args: readonly string[]): Promise<Exit> {
  const options = {
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    'set-aside': { type: 'boolean' },
    state: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
  } as const
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch {
    return usage()
  }
  const { positionals, values } = parsed
  const command = commands.find(
    ({ words, places }) =>
      words.every((word, index) => positionals[index] === word) &&
      positionals.length === words.length + places,
  )
  return command ? command.run(positionals.slice(command.words.length), values) : usage()
}

function usage(): Exit {
  io.err(
    ['usage: npm run cli -- COMMAND', ...commands.map((command) => `  ${command.usage}`)].join(
      '\n',
    ),
  )
  return 2
}

async function withStore(work: (store: Store, config: Config) => Promise<Exit>): Promise<Exit> {
  const config = readConfig()
  const store = await openStore(config.DATABASE_URL ?? DEFAULT_DATABASE)
  try {
    return await work(store, config)
  } finally {
    await store.close()
  }
}

/** A line each; with `--json` one object. */
function list(rows: readonly object[], { json }: Values): Exit {
  if (json === true) io.out(JSON.stringify({ count: rows.length, items: rows }))
  else if (rows.length === 0) io.out('nothing')
  else
    for (const row of rows)
      io.out(
        Object.entries(row)
          .map(([key, value]) => `${key}=${value}`)
          .join('  '),
      )
  return 0
}

/** Never the text: that is for the person alone. */
async function listOutbox(
  store: Store,
  states: readonly OutboxState[],
  values: Values,
): Promise<Exit> {
  const rows = (await Promise.all(states.map((state) => store.outbox.list(state, 1000)))).flat()
  return list(
    rows.map(({ id, to, state, attempts, at, reason }) => ({
      id,
      channel: to.channel,
      state,
      attempts,
      at: new Date(at).toISOString(),
      reason: reason ?? '',
    })),
    values,
  )
}

async function again(
  id: string | undefined,
  { json }: Values,
  change: (store: Store, id: number) => Promise<boolean>,
): Promise<Exit> {
  if (!id || !/^\d{1,15}$/.test(id)) return usage()
  return withStore(async (store) => {
    const done = await change(store, Number(id))
    if (!done) io.err(`nothing to do: no such message waits under ${id}`)
    if (json === true) io.out(JSON.stringify({ id: Number(id), done }))
    else if (done) io.out(`${id} is in line again`)
    return done ? 0 : 1
  })
}

main(process.argv.slice(2)).then(
  (exit) => {
    process.exitCode = exit
  },
  (error: unknown) => {
    io.err(error instanceof ConfigError ? error.message : String(error))
    process.exitCode = 1
  },
)
