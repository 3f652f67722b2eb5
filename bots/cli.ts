/** `npm run cli -- <command>`: exit 0 done, 1 refused or failed with the reason on standard error, 2 wrong usage. */
import { randomBytes } from 'node:crypto'
import { createKeys, type Keys } from '../core/keys.ts'
import { DIRECTORY_SIZE } from '../core/people/sample-units.ts'
import type { OutboxState, Store } from '../core/store.ts'
import { operatorWords as words } from '../core/wording/operator-words.ts'
import { type Config, readConfig } from './config.ts'
import { auditVerify } from './audit-verify.ts'
import { failureLines } from './failure.ts'
import { faqCommands } from './cli-faq.ts'
import { importReceipts } from './import.ts'
import { importUnits } from './import-units.ts'
import { invite, inviteArgs } from './invite.ts'
import { outliveReaders } from './last-resort.ts'
import { DEFAULT_DATABASE } from './line.ts'
import { openConfiguredStore } from './open-store.ts'
import { type SampleArgs, type SampleIo, sampleReceipts } from './sample.ts'
import { sampleUnits } from './sample-units.ts'
import { keptSecret } from './secret.ts'
import { makeToken, tokenArgs } from './token.ts'
import { choose, type Command, type Exit, meant, type Values } from './usage.ts'

const io = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
}

const NUMBERS = '1, 2, 3 …'

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
    usage: 'import units FILE [--json]',
    words: ['import', 'units'],
    places: 1,
    run: ([path = ''], { json }) =>
      withStore((store) =>
        importUnits({ path, json: json === true }, { ...io, store, now: Date.now }),
      ),
  },
  {
    usage: 'invite --role ROLE [--unit CODE] [--region CODE] --name TEXT [--json]',
    words: ['invite'],
    places: 0,
    run: async (_places, values) => {
      const args = inviteArgs(values)
      if (args.kind === 'wrong') return usage(args.why)
      return withStore((store) =>
        invite(
          { ...args, json: values['json'] === true },
          { ...io, store, random: randomBytes, now: Date.now },
        ),
      )
    },
  },
  {
    usage: 'sample receipts --count N --seed S PATH',
    words: ['sample', 'receipts'],
    places: 1,
    run: (places, values) => sample(places, values, 100, sampleReceipts),
  },
  {
    usage: 'sample units --count N --seed S PATH',
    words: ['sample', 'units'],
    places: 1,
    run: (places, values) => sample(places, values, DIRECTORY_SIZE, sampleUnits),
  },
  {
    usage: 'audit verify [--json]',
    words: ['audit', 'verify'],
    places: 0,
    run: (_places, { json }) =>
      withStore((store, config) =>
        auditVerify({ store, seal: keysOf(config).seal, now: Date.now(), json: json === true }, io),
      ),
  },
  {
    usage: 'inbox list --set-aside [--json]',
    words: ['inbox', 'list'],
    places: 0,
    run: (_places, values) =>
      values['set-aside'] === true
        ? withStore(async (store) => list(await store.inbox.listSetAside(1000), values))
        : Promise.resolve(usage(words.missing('--set-aside'))),
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
        return Promise.resolve(usage(words.takes('--state', 'unknown | failed')))
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
  {
    usage: 'token --as PERSON --scope SCOPE[,…] [--days N] [--json]',
    words: ['token'],
    places: 0,
    run: (_places, values) => {
      const args = tokenArgs(values)
      if (args.kind === 'wrong') return Promise.resolve(usage(args.why))
      const json = values['json'] === true
      return withStore((store) =>
        makeToken({ ...args, json }, { ...io, store, random: randomBytes, now: Date.now }),
      )
    },
  },
  ...faqCommands({ ...io, usage, withStore }),
]

async function sample(
  [path = '']: readonly string[],
  { count, seed }: Values,
  usual: number,
  write: (args: SampleArgs, to: SampleIo) => Promise<Exit>,
): Promise<Exit> {
  const [many, from] = [Number(count ?? usual), Number(seed ?? 1)]
  if (!Number.isSafeInteger(many) || many < 1) return usage(words.takes('--count', NUMBERS))
  if (!Number.isSafeInteger(from)) return usage(words.takes('--seed', NUMBERS))
  return write({ count: many, seed: from, path }, io)
}

async function main(args: readonly string[]): Promise<Exit> {
  const options = {
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    'set-aside': { type: 'boolean' },
    state: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
    corpus: { type: 'string' },
    queries: { type: 'string' },
    bench: { type: 'string' },
    since: { type: 'string' },
    draft: { type: 'boolean' },
    role: { type: 'string' },
    unit: { type: 'string' },
    region: { type: 'string' },
    name: { type: 'string' },
    as: { type: 'string' },
    scope: { type: 'string' },
    days: { type: 'string' },
  } as const
  const chosen = choose(args, commands, options)
  if (chosen.kind === 'wrong') return usage(chosen.why)
  if (chosen.kind === 'run') return chosen.run()
  for (const line of usageLines()) io.out(line)
  return 0
}

/** Says what was wrong, and what is right: of the command that was meant, else of all. */
function usage(why: readonly string[] = []): Exit {
  const command = meant(process.argv.slice(2), commands)
  const right = command ? [`  npm run cli -- ${command.usage}`] : usageLines()
  for (const line of [...why, ...right]) io.err(line)
  return 2
}

function usageLines(): string[] {
  return [...words.usage, ...commands.map((command) => `  ${command.usage}`)]
}

async function withStore(work: (store: Store, config: Config) => Promise<Exit>): Promise<Exit> {
  const config = readConfig()
  const databaseUrl = config.DATABASE_URL ?? DEFAULT_DATABASE
  const seal = (text: string) => keysOf(config).seal(text)
  const store = await openConfiguredStore(databaseUrl, seal)
  try {
    return await work(store, config)
  } finally {
    await store.close()
  }
}

/** The secret is read when something is to be signed: not every command needs one. */
function keysOf({ EPIAOTONG_SECRET, DATABASE_URL }: Config): Keys {
  return createKeys(EPIAOTONG_SECRET ?? keptSecret(DATABASE_URL ?? DEFAULT_DATABASE))
}

/** A line each; with `--json` one object. */
function list(rows: readonly object[], { json }: Values): Exit {
  if (json === true) io.out(JSON.stringify({ count: rows.length, items: rows }))
  else if (rows.length === 0) for (const line of words.nothing) io.out(line)
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
  if (!id || !/^\d{1,15}$/.test(id)) return usage(words.takes('ID', NUMBERS))
  return withStore(async (store) => {
    const done = await change(store, Number(id))
    if (!done) for (const line of words.notThere(id)) io.err(line)
    if (json === true) io.out(JSON.stringify({ id: Number(id), done }))
    else if (done) for (const line of words.inLine(id)) io.out(line)
    return done ? 0 : 1
  })
}

outliveReaders()
main(process.argv.slice(2)).then(
  (exit) => {
    process.exitCode = exit
  },
  (error: unknown) => {
    for (const line of failureLines(error)) io.err(line)
    process.exitCode = 1
  },
)
