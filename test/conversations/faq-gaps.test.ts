/** What is learned from questions: those that were not answered, and nothing of who asked. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faqGaps, type GapsArgs } from '../../bots/faq-gaps.ts'
import { forgetOld } from '../../core/retention.ts'
import { DAY } from '../support/clock.ts'
import { unsureBook } from '../support/entries.ts'
import { type Office, openOffice } from '../support/office.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { bureau } from '../support/support.ts'

const known = [
  '电子票据怎么查验',
  '电子票据能作废吗',
  '怎么领用财政票据',
  '怎么开票',
  '票据怎么归档',
]

async function gaps(office: Office, args: Partial<GapsArgs> = {}) {
  const out: string[] = []
  const err: string[] = []
  const exit = await faqGaps(
    { since: '7d', json: true, ...args },
    {
      ...{ store: office.store, now: office.clock.now, known },
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    },
  )
  return { exit, out, err, found: args.json === false ? undefined : parsed(out.at(-1)) }
}

interface Found {
  readonly asked: number
  readonly open: number
  readonly groups: {
    question: string
    count: number
    people: number
    outcomes: object
    entries: string[]
  }[]
}

function parsed(line: string | undefined): Found | undefined {
  return line === undefined ? undefined : (JSON.parse(line) as Found)
}

const UNKNOWN = '食堂几点开饭呀'

describe('what was asked and not answered', () => {
  it('is listed by meaning, the most frequent first; what was answered is only counted', async () => {
    const office = await openOffice()
    const [one, two] = [office.chat({ user: 'a' }), office.chat({ user: 'b' })]
    await one.says('龘靐是什么')
    await one.says(UNKNOWN)
    await two.says('请问食堂几点钟开饭')
    await two.says('电子票据能换成纸质的吗')
    const { found, exit } = await gaps(office)
    expect(exit).toBe(0)
    expect(found).toMatchObject({ asked: 4, open: 3 })
    expect(found?.groups).toHaveLength(2)
    expect(found?.groups[0]).toMatchObject({ count: 2, people: 2 })
    expect(found?.groups[1]).toMatchObject({ question: '龘靐是什么', count: 1 })
  })

  it('holds 没解决 and 都不是, with the entry that did not help', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('电子票据能换成纸质的吗')
    expect((await gaps(office)).found?.open).toBe(0)
    await chat.presses('没解决')
    expect((await gaps(office)).found?.groups).toMatchObject([
      { question: '电子票据能换成纸质的吗', outcomes: { unsolved: 1 }, entries: ['paper-can'] },
    ])
    const unsure = await openOffice({ faq: unsureBook() })
    await unsure.chat().says('在哪里呀')
    await unsure.chat().says('都不是')
    expect((await gaps(unsure)).found?.groups).toMatchObject([{ outcomes: { refused: 1 } }])
  })

  it('does not hold a question whose suggestion was the right one', async () => {
    const office = await openOffice({ faq: unsureBook() })
    const chat = office.chat()
    await chat.says('在哪里')
    expect((await gaps(office)).found?.open).toBe(1)
    await chat.says('1')
    expect((await gaps(office)).found).toMatchObject({ asked: 1, open: 0 })
    await chat.says('没解决')
    expect((await gaps(office)).found?.groups[0]?.outcomes).toEqual({ unsolved: 1 })
  })

  it('counts a follow-up with what it follows, and remarks not at all', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says(UNKNOWN)
    await chat.says('谢谢')
    await chat.says('详细点')
    expect((await gaps(office)).found?.asked).toBe(1)
  })

  it('is printed for people, and since when it is asked', async () => {
    const office = await openOffice()
    await office.chat().says('龘靐是什么')
    office.clock.advance(2 * DAY)
    const { out } = await gaps(office, { json: false })
    expect(out).toEqual(['1  龘靐是什么  （没答上 1）', '共 1 次提问，1 次没有解决，归为 1 组。'])
    expect((await gaps(office, { since: '24h' })).found).toMatchObject({ asked: 0, groups: [] })
    expect(await gaps(office, { since: 'soon' })).toMatchObject({ exit: 2, out: [] })
    expect((await gaps(office, { since: '30d' })).err.join()).toContain('7 天')
  })

  it('that a human has answered is counted, and drafted with the answer and without names', async () => {
    const { office, second } = await bureau()
    const asker = office.chat({ channel: 'web', user: 'asker' })
    await asker.says('转人工 我叫李小明想问跨年的票能换吗')
    await asker.says('李小明去年十二月的票')
    await second.says('#1 李小明您好，跨年的电子票据可以换开。')
    await second.says('关闭 1')
    await second.says('/faq 1')
    const folder = join(temporaryFolder(), 'drafts')
    const { found } = await gaps(office, { draft: folder })
    expect(found).toMatchObject({ answered: 1 })
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    expect(files.join()).toContain('跨年的电子票据可以换开。')
    expect(files.join()).toContain('去年十二月的票')
    expect([...files, JSON.stringify(found)].join()).not.toContain('李小明')
  })

  it('is drafted into files, and no draft is written over', async () => {
    const office = await openOffice()
    await office.chat().says('龘靐是什么')
    const folder = join(temporaryFolder(), 'drafts')
    const written = await gaps(office, { draft: folder })
    expect(written.found).toMatchObject({ drafts: { written: 1, kept: 0, folder } })
    const [file = ''] = readdirSync(folder)
    expect(readFileSync(join(folder, file), 'utf8')).toContain('# 龘靐是什么')
    writeFileSync(join(folder, file), 'edited')
    expect((await gaps(office, { draft: folder })).found).toMatchObject({
      drafts: { written: 0, kept: 1 },
    })
    expect(readFileSync(join(folder, file), 'utf8')).toBe('edited')
    expect(await gaps(office, { draft: join(folder, file) })).toMatchObject({ exit: 1 })
  })

  it('is forgotten after seven days, and at once when a person has their data deleted', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('龘靐是什么')
    await office.chat({ user: 'other' }).says('齉龗是什么')
    await chat.says('删除我的数据')
    await chat.presses('确认删除')
    expect((await gaps(office)).found?.groups.map(({ question }) => question)).toEqual([
      '齉龗是什么',
    ])
    office.clock.advance(7 * DAY + 1)
    await forgetOld(office.store, office.clock.now())
    expect(await office.store.questions.count(0)).toBe(0)
  })
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const planted = fc.record({
  payer: fc.stringMatching(/^[张王李赵][\u4e00-\u9fa5]{1,2}$/),
  phone: digits(8).map((rest) => `199${rest}`),
  identity: digits(14).map((rest) => `4299${rest}`),
  check: fc.stringMatching(/^[0-9][0-9A-Za-z]{5}$/),
  code: digits(6).map((rest) => `42${rest}`),
  number: digits(10),
})

describe('planted personal data', () => {
  it('reaches neither what is kept of questions, nor the session, nor the list of gaps and its drafts', async () => {
    await fc.assert(
      fc.asyncProperty(planted, async (secret) => {
        const office = await openOffice()
        const chat = office.chat()
        const { payer, phone, identity, check, code, number } = secret
        const asked = [
          `龘靐 ${code} 靐龘 ${check} 为什么寄不到我家里呢请告诉我`,
          `缴款人：${payer}，电话${phone}，怎么寄不到家里`,
          `我叫${payer}，身份证${identity}，龘靐是什么意思`,
          `票号${number} 齉龗 怎么弄`,
        ]
        for (const text of asked) {
          await chat.says(text)
          await chat.says('没解决')
          await chat.says('取消')
        }
        const folder = join(temporaryFolder(), 'drafts')
        const { out, err } = await gaps(office, { draft: folder })
        const drafts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
        const rows = await office.store.questions.open(0, 99)
        expect(rows.length).toBeGreaterThan(1)
        const session = await office.store.sessions.load('web:u1:u1')
        const texts = rows.map(({ text }) => text)
        const everything = [...texts, ...out, ...err, ...drafts, session?.data].join('\n')
        for (const value of Object.values(secret)) expect(everything).not.toContain(value)
        expect(office.logged.join()).not.toContain(payer)
      }),
      { numRuns: process.env['LONG'] ? 100 : 10 },
    )
  })
})
