/** The guard as people meet it, against a model of all its limits together: person, address, receipt, whole system. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { modelLock } from '../../support/lock-model.ts'
import { type Office, openOffice } from '../../support/office.ts'

/** One check code of letters and digits, and one of digits only, with the payers' names. */
const RECEIPTS = [
  { key: '42990126 0000000001', check: '55e8a5', wrong: 'bad000', payer: '张三丰' },
  { key: '42990426 0000000001', check: '305518', wrong: '000000', payer: '赵大川' },
] as const

/** The limits of the interface paper, written down once more. */
const lock = { windowMs: HOUR, firstLockMs: 15 * MINUTE, longestLockMs: DAY, forgetMs: DAY }
const personRule = { misses: 5, ...lock }
const addressRule = { misses: 100, ...lock }

interface Attempt {
  readonly person: number
  readonly ip: number
  readonly receipt: 0 | 1
  readonly right: boolean
  readonly name: 'right' | 'wrong' | 'none'
  readonly minutes: number
}

const attempts = fc.array(
  fc.record<Attempt>({
    person: fc.integer({ min: 0, max: 7 }),
    ip: fc.integer({ min: 0, max: 1 }),
    receipt: fc.constantFrom(0, 1),
    right: fc.boolean(),
    name: fc.constantFrom('right', 'wrong', 'none'),
    minutes: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 16, 40, 90, 24 * 60),
  }),
  { minLength: 15, maxLength: 40 },
)

interface Missed {
  readonly at: number
  readonly person: string
  readonly ip?: string
  readonly receipt: string
}

type Expected = 'locked' | 'second' | 'opened' | 'missed'

/** What was missed before, so that the greater limits are near: `total` of the system, `address` of them from one. */
function misses(now: number, total: number, address: number): Missed[] {
  return Array.from({ length: total }, (_, index) => ({
    at: now,
    person: `before-${index}`,
    receipt: `other-${index}`,
    ...(index < address && { ip: '192.0.2.0' }),
  }))
}

function judged(missed: Missed[], attempt: Attempt, now: number): Expected {
  const { key, check, wrong } = RECEIPTS[attempt.receipt]
  const times = (who: (miss: Missed) => boolean) => missed.filter(who).map(({ at }) => at)
  const ofPerson = times(({ person }) => person === `p${attempt.person}`)
  const ofAddress = times(({ ip }) => ip === `192.0.2.${attempt.ip}`)
  const until = Math.max(
    modelLock(ofPerson, personRule) ?? 0,
    modelLock(ofAddress, addressRule) ?? 0,
  )
  if (until > now) return 'locked'
  const people = new Set(
    missed.filter(({ receipt }) => receipt === key).map(({ person }) => person),
  )
  const lately = missed.filter(({ at }) => at > now - HOUR).length
  const digits = /^\d+$/.test(attempt.right ? check : wrong)
  const wanted = people.size >= 5 || (lately >= 1000 && digits)
  if (wanted && attempt.name === 'none') return 'second'
  const opens = attempt.right && (!wanted || attempt.name === 'right')
  if (!opens) {
    const [person, ip] = [`p${attempt.person}`, `192.0.2.${attempt.ip}`]
    missed.push({ at: now, person, ip, receipt: key })
  }
  return opens ? 'opened' : 'missed'
}

const WORDS: Record<Expected, RegExp> = {
  locked: /尝试次数过多/,
  second: /再补充一项/,
  opened: /查到这张票据/,
  missed: /查无此票|没有打开/,
}

async function seed({ store }: Office, missed: readonly Missed[]): Promise<void> {
  const { createKeys } = await import('../../../core/keys.ts')
  const keys = createKeys('a secret for tests only')
  await store.transaction(async (tx) => {
    for (const [index, { at, person, ip, receipt }] of missed.entries()) {
      const address = ip === undefined ? {} : { ip: keys.pseudonym('ip', ip) }
      const [by, target] = [keys.pseudonym('person', person), keys.pseudonym('receipt', receipt)]
      await tx.misses.add({ id: `seed-${index}`, at, person: by, target, ...address })
    }
  })
}

it('judges every series of tries as the model does', { timeout: 120_000 }, async () => {
  const before = fc.constantFrom([0, 0], [996, 0], [997, 97])
  const runs = process.env.LONG ? 150 : 12
  await fc.assert(
    fc.asyncProperty(attempts, before, async (series, [total = 0, address = 0]) => {
      const office = await openOffice()
      const missed = misses(office.clock.now(), total, address)
      await seed(office, missed)
      for (const attempt of series) {
        office.clock.advance(attempt.minutes * MINUTE)
        const { key, check, wrong, payer } = RECEIPTS[attempt.receipt]
        const name = { right: ` 缴款人：${payer}`, wrong: ' 缴款人：甲乙丙', none: '' }[
          attempt.name
        ]
        const chat = office.chat({ user: `p${attempt.person}`, ip: `192.0.2.${attempt.ip}` })
        const { text } = await chat.says(`查票 ${key} ${attempt.right ? check : wrong}${name}`)
        expect(text).toMatch(WORDS[judged(missed, attempt, office.clock.now())])
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
})
