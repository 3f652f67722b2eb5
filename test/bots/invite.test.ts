/** `cli invite`: the code comes last, and only its hash is kept. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { invite, inviteArgs } from '../../bots/invite.ts'
import { codeHash, INVITATION_LIFE_MS } from '../../core/people/invitation.ts'
import { sampleUnit } from '../../core/people/sample-units.ts'
import { temporaryDatabase } from '../support/temporary.ts'

async function inviting() {
  const store = await openStore(temporaryDatabase())
  onTestFinished(() => store.close())
  const [out, err]: [string[], string[]] = [[], []]
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), store }
  return {
    ...{ store, out, err },
    run(values: Record<string, string>, json = false) {
      const args = inviteArgs(values)
      if (args.kind === 'wrong') throw new Error(args.why[0])
      return invite({ ...args, json }, { ...io, random: randomBytes, now: () => 1000 })
    },
  }
}

describe('cli invite', () => {
  it('prints the code last, keeps only its hash for seven days, and writes it to the audit log', async () => {
    const { run, out, store } = await inviting()
    expect(await run({ role: 'administrator', name: '王示范' })).toBe(0)
    const code = out.at(-1) ?? ''
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
    const kept = await store.invitations.find(codeHash(code) ?? '')
    const expiresAt = 1000 + INVITATION_LIFE_MS
    expect(kept).toMatchObject({
      given: { role: 'administrator' },
      by: 'cli',
      state: 'open',
      expiresAt,
    })
    const [record] = await store.audit.read(0, 9)
    expect(record).toMatchObject({
      actor: 'cli',
      action: 'invitation.made',
      object: 'administrator',
    })
    expect(JSON.stringify(record)).not.toMatch(new RegExp(`王示范|${code}`))
  })

  it('prints one JSON object as the last line', async () => {
    const { run, out } = await inviting()
    await run({ role: 'officer', region: '420100', name: '李示范' }, true)
    const printed = JSON.parse(out.at(-1) ?? '') as { code: string }
    expect(printed).toMatchObject({ role: 'officer', region: '420100', name: '李示范' })
    expect(codeHash(printed.code)).toBeDefined()
  })

  it('invites into units of the directory only', async () => {
    const { run, err, store } = await inviting()
    const { code } = sampleUnit(1, 1)
    expect(await run({ role: 'clerk', unit: code, name: '张示范' })).toBe(1)
    expect(err.join()).toContain('no unit of this code')
    await store.transaction((tx) => tx.units.put([sampleUnit(1, 1)], 5))
    expect(await run({ role: 'clerk', unit: code, name: '张示范' })).toBe(0)
    await store.transaction((tx) => tx.units.markGone(6))
    expect(await run({ role: 'clerk', unit: code, name: '张示范' })).toBe(1)
  })

  it('says which option is missing, wrong, or one too many', () => {
    const why = (values: Record<string, string>) => {
      const args = inviteArgs(values)
      return args.kind === 'wrong' ? args.why.at(-1) : 'taken'
    }
    expect(why({})).toContain('--role takes payer | clerk')
    expect(why({ role: 'clerk', unit: 'x' })).toBe('missing --name')
    expect(why({ role: 'clerk', name: 'x' })).toBe('missing --unit')
    expect(why({ role: 'officer', name: 'x' })).toBe('missing --region')
    expect(why({ role: 'officer', name: 'x', region: '110000' })).toContain('--region takes')
    expect(why({ role: 'officer', name: 'x', region: '420000', unit: 'x' })).toBe(
      'officer takes no --unit',
    )
    expect(why({ role: 'payer', name: 'x' })).toBe('taken')
  })
})

describe('a code', () => {
  it('is read in any case and grouping, and nothing else is one', () => {
    const code = '19TF-PB0G-QVXJ-7H1D-0YNP-BV4N-5WJ6'
    const hash = codeHash(code)
    expect(hash).toBeDefined()
    for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' ')]) {
      expect(codeHash(typed)).toBe(hash)
    }
    expect(codeHash(code.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(hash)
    for (const other of ['', code.slice(1), `${code}A`, code.replace('T', 'U')]) {
      expect(codeHash(other)).toBeUndefined()
    }
  })
})
