/** What is said of a command that was written wrongly, and of one that failed. */
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../bots/config.ts'
import { failureLines } from '../../bots/failure.ts'
import { choose, type Command } from '../../bots/usage.ts'

const ran: string[][] = []
const command = (usage: string, words: string[], places: number): Command => ({
  ...{ usage, words, places },
  run(given) {
    ran.push([...given])
    return Promise.resolve(0)
  },
})
const commands = [
  command('import receipts PATH [--strict]', ['import', 'receipts'], 1),
  command('import units FILE', ['import', 'units'], 1),
  command('sample receipts --count N PATH', ['sample', 'receipts'], 1),
]
const chosen = (typed: string) =>
  choose(typed.split(' ').filter(Boolean), commands, {
    strict: { type: 'boolean' },
    count: { type: 'string' },
  })

describe('a command line', () => {
  it.each([
    ['', 'no command'],
    ['nonsense', 'unknown command: nonsense'],
    ['import nonsense', 'unknown command: import nonsense'],
    ['import', 'missing receipts | units'],
    ['import receipts', 'missing PATH'],
    ['sample receipts --count 3', 'missing PATH'],
    ['import receipts a b c', 'too much: b c'],
    ['import receipts a --loud', 'unknown option: --loud'],
    ['sample receipts a --count', 'wrong use of option: --count'],
    ['import receipts a --strict=no', 'wrong use of option: --strict'],
  ])('"%s" is told what is wrong, in a line for each language', (typed, english) => {
    const answer = chosen(typed)
    expect(answer).toMatchObject({ kind: 'wrong', why: [expect.any(String), english] })
    if (answer.kind === 'wrong') expect(answer.why[0]).toMatch(/\p{Script=Han}/u)
  })

  it.each(['--help', '-h', 'import receipts --help'])('%s asks for help', (typed) => {
    expect(chosen(typed)).toEqual({ kind: 'help' })
  })

  it('that is right is run', async () => {
    const answer = chosen('import receipts --strict a.csv')
    expect(answer.kind === 'run' && (await answer.run())).toBe(0)
    expect(ran).toEqual([['a.csv']])
  })
})

describe('a failure', () => {
  it('that nobody foresaw is told by name, code and place, never by its message', () => {
    const message = "insert into receipts values ('42990126', '张三丰') - UNIQUE constraint failed"
    const error = Object.assign(new Error(message), { code: 'SQLITE_CONSTRAINT' })
    const lines = failureLines(error)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(
      /^failed unexpectedly: Error \(SQLITE_CONSTRAINT\) at .*usage\.test\.ts:\d+/,
    )
    expect(lines.join()).not.toMatch(/张三丰|42990126|insert|UNIQUE/)
  })

  it('of any kind is told', () => {
    expect(failureLines('张三丰')).toEqual([expect.any(String), expect.stringContaining('string')])
    expect(failureLines(undefined).join()).toContain('undefined')
    expect(failureLines(new ConfigError('PORT: takes a port'))).toEqual(['PORT: takes a port'])
  })
})
