/** What people see of void requests: their own, what waits for them, and all by state, unit and age, also as a workbook. */
import { describe, expect, it } from 'vitest'
import { closeDatabase, openDatabase } from '../../adapters/store/database.ts'
import { PlatformError } from '../../core/errors.ts'
import { voidId, type VoidMove, type VoidState, voidStates } from '../../core/receipts/void.ts'
import { forgetOld } from '../../core/retention.ts'
import { en } from '../../core/wording/en.ts'
import { zhCN } from '../../core/wording/zh-cn.ts'
import { DAY, HOUR } from '../support/clock.ts'
import type { Office, Spoken } from '../support/office.ts'
import { boundAs, CLINIC, COUNTY } from '../support/people.ts'
import {
  answering,
  asksFor,
  clinicReceipt,
  keyOf,
  picks,
  requestOf,
  withStaff,
} from '../support/voids.ts'
import { temporaryDatabase } from '../support/temporary.ts'
import { sheetsOf } from '../support/workbook.ts'

const idsIn = ({ choices }: Spoken) =>
  choices.flatMap(({ label }) => /^VR-\d{4}-\d{6}/.exec(label) ?? [])

/** So many more requests like this one, each a millisecond younger, numbered from the next on. */
async function copied(office: Office, id: string, count: number): Promise<void> {
  const request = await requestOf(office, id)
  const first = Number(id.slice(-6)) + 1
  await office.store.transaction(async (tx) => {
    for (let more = 0; more < count; more++) {
      const receipt = { ...request.receipt, number: String(first + more).padStart(10, '0') }
      const at = request.at + 1 + more
      await tx.voids.add({ ...request, id: voidId('2026', first + more), receipt, at })
    }
  })
}

/** The same past the store, for very many. */
async function copiedAtOnce(databaseUrl: string, count: number): Promise<void> {
  const database = await openDatabase(databaseUrl)
  const [request] = await database.writer('void_requests')
  const rows = Array.from({ length: count }, (_, index) => {
    const id = voidId('2026', 2 + index)
    return { ...request, id, number: id.slice(-6).padStart(10, '0'), at: request.at + 1 + index }
  })
  await database.writer.batchInsert('void_requests', rows, 100)
  await closeDatabase(database)
}

const toSubmitted: readonly VoidMove[] = ['approve', 'submit']
const waysTo: Readonly<Record<Exclude<VoidState, 'draft'>, readonly VoidMove[]>> = {
  requested: [],
  approved: ['approve'],
  submitted: toSubmitted,
  done: [...toSubmitted, 'finish'],
  refused: [...toSubmitted, 'refuse'],
  failed: [...toSubmitted, 'fail'],
  returned: ['giveBack'],
  withdrawn: ['withdraw'],
  expired: ['expire'],
}
const kept = voidStates.filter((state) => state !== 'draft')

/** A request in each state, in the order of the states. */
async function oneOfEach(office: Office, first: string): Promise<void> {
  await copied(office, first, kept.length - 1)
  for (const [at, state] of kept.entries()) {
    let request = await requestOf(office, voidId('2026', at + 1))
    for (const move of waysTo[state]) {
      const changes = { approve: { approver: 'x' }, submit: { calledAt: 1 } }[move as 'approve']
      const made = { move, at: office.clock.now() }
      const moved = await office.store.transaction((tx) => tx.voids.move(request, made, changes))
      if (!moved) throw new Error(`no ${move}`)
      request = moved
    }
  }
}

describe.each(['telegram', 'console'])('the list of void requests on %s', (channel) => {
  const staff = (receipts = [clinicReceipt(1)]) => withStaff({ channel, receipts, restarts: true })

  async function withRequests() {
    const county = clinicReceipt(90, { issuer: { name: COUNTY.name, code: COUNTY.code } })
    const hostile = clinicReceipt(3, { name: "=HYPERLINK('http://x','a')" })
    const people = await staff([clinicReceipt(1), clinicReceipt(2), hostile, county])
    const far = people.chat('far')
    await boundAs(people.office, far, { role: 'clerk', unit: COUNTY.code }, '郑经办')
    await asksFor(far, 90)
    await people.office.passes(DAY + HOUR)
    await asksFor(people.hand, 1)
    const done = await asksFor(people.hand, 2)
    await people.head.says(`同意 ${done}`)
    return { ...people, far }
  }

  it('is of the own region, by state, unit and age, and leads to each', async () => {
    const { boss, above } = await withRequests()
    const wuhan = await boss.says('冲红列表')
    expect(wuhan.text).toContain('冲红申请，共 2 份')
    expect(wuhan.choices.map(({ label }) => label)).toEqual([
      'VR-2026-000003 已冲红 236.21 元',
      'VR-2026-000002 待审批 236.21 元',
      '导出表格',
    ])
    expect((await above.says('冲红列表')).text).toContain('共 3 份')
    expect((await above.says('冲红列表 待审批')).text).toContain('（待审批），共 2 份')
    expect((await above.says(`冲红列表 ${COUNTY.code}`)).text).toContain('共 1 份')
    expect((await above.says('冲红列表 楚天')).text).toContain('（楚天），共 2 份')
    expect((await above.says('冲红列表 楚天示范中医院 待审批')).text).toContain('共 1 份')
    expect((await above.says('冲红列表 别家医院')).text).toContain('没有这样的冲红申请')
    expect((await above.says('冲红列表 怎么用')).text).not.toContain('冲红申请（')
    expect((await above.says('冲红列表 超过1天')).text).toMatch(/超过 1 天），共 1 份/)
    expect((await boss.says(`冲红列表 ${COUNTY.code}`)).text).toContain('没有这样的冲红申请')
    await boss.says('冲红列表 已冲红')
    const one = await boss.says('1')
    expect(one.text).toMatch(/VR-2026-000003[^]*经过[^]*平台冲红完成/)
  })

  it('is for nobody else', async () => {
    const { hand, far } = await withRequests()
    for (const chat of [hand, far]) {
      expect((await chat.says('冲红列表')).text).toContain('不在您的职责范围内')
    }
    expect((await far.says('VR-2026-000003')).text).toContain('没有这份申请')
  })

  it('goes on page by page, under the filter that was asked for, to the last', async () => {
    const { office, hand, boss } = await staff()
    await copied(office, await asksFor(hand, 1), 14)
    const ids = Array.from({ length: 15 }, (_, index) => voidId('2026', 15 - index))
    const first = await boss.says('冲红列表 楚天 待审批')
    const second = await picks(boss, '下一页')
    const third = await picks(boss, '下一页')
    for (const page of [first, second, third]) {
      expect(page.text).toContain('冲红申请（待审批，楚天），共 15 份')
      expect(page.choices.length).toBeLessThanOrEqual(8)
    }
    expect([first, second, third].map(idsIn)).toEqual([
      ...[ids.slice(0, 6), ids.slice(6, 12), ids.slice(12)],
    ])
    expect(third.choices.map(({ label }) => label)).not.toContain('下一页')
    const [label = ''] = second.choices.map((choice) => choice.label)
    if (channel === 'telegram') expect((await picks(boss, label, second)).text).toContain(ids[6])
    else expect((await boss.says('1')).text).toContain(ids[12])
  })

  it('of one person goes on to the next page', async () => {
    const { office, hand } = await staff()
    await copied(office, await asksFor(hand, 1), 8)
    const first = await hand.says('我的申请')
    expect(first.text).toContain('共 9 份')
    expect(idsIn(first).at(-1)).toBe('VR-2026-000003')
    expect(idsIn(await picks(hand, '下一页'))).toEqual(['VR-2026-000002', 'VR-2026-000001'])
  })

  it('of what waits for one person goes on page by page, to the last', async () => {
    const { office, hand, head } = await staff()
    await copied(office, await asksFor(hand, 1), 16)
    const ids = Array.from({ length: 17 }, (_, index) => voidId('2026', 1 + index))
    const first = await head.says('待我审批')
    const second = await picks(head, '下一页')
    const third = await picks(head, '下一页')
    for (const { text } of [first, second, third]) expect(text).toContain('共 17 份')
    expect([first, second, third].map(idsIn)).toEqual([
      ...[ids.slice(0, 7), ids.slice(7, 14), ids.slice(14)],
    ])
    expect(third.choices.map(({ label }) => label)).not.toContain('下一页')
  })

  it('goes out as a workbook of which no cell is a formula, and which is deleted', async () => {
    const { office, hand, boss } = await withRequests()
    await hand.says(`冲红申请 ${keyOf(3)}`)
    await picks(hand, '其他')
    await hand.says("=HYPERLINK('http://x','a')")
    await picks(hand, '下一步')
    await picks(hand, '确认提交')
    await boss.says('冲红列表')
    const { text } = await picks(boss, '导出表格')
    expect(text).toMatch(/已导出 3 份申请[^]*冲红申请-2026-11-2\d\.xlsx[^]*\/f\//)
    const [header, ...rows] = await sheetOf(office)
    expect(header?.slice(0, 4)).toEqual(['编号', '状态', '开票单位代码', '开票单位'])
    expect(rows.map((row) => row[0])).toEqual([4, 3, 2].map((number) => voidId('2026', number)))
    expect(rows.map((row) => row[3])).toEqual(Array(3).fill(CLINIC.name))
    expect(rows[0]?.[4]).toBe("'=HYPERLINK('http://x','a')")
    await forgetOld(office.store, office.clock.now() + 2 * DAY)
    expect(await office.store.files.known(['file1'])).toEqual(new Set())
  })

  it('goes out as a workbook of what was filtered, and of nothing else', async () => {
    const { office, above } = await withRequests()
    await above.says('冲红列表 已冲红')
    expect((await picks(above, '导出表格')).text).toContain('已导出 1 份申请')
    const rows = await sheetOf(office)
    expect(rows.slice(1).map((row) => row[0])).toEqual(['VR-2026-000003'])
  })
})

describe('a filter of the list', () => {
  it('is any state as the lists themselves name it, in either language', async () => {
    const { office, hand, boss } = await withStaff()
    await oneOfEach(office, await asksFor(hand, 1))
    for (const [verb, { void: words }] of [
      ['冲红列表', zhCN],
      ['void list', en],
    ] as const) {
      if (verb === 'void list') await boss.says('English')
      for (const [at, state] of kept.entries()) {
        const listed = await boss.says(`${verb} ${words.states[state]}`)
        expect([state, ...idsIn(listed)]).toEqual([state, voidId('2026', at + 1)])
      }
    }
  })

  it('in English is a state however it is capitalised', async () => {
    const { office, hand, boss } = await withStaff()
    await oneOfEach(office, await asksFor(hand, 1))
    await boss.says('English')
    const listed = await boss.says('void list Reversed')
    expect(listed.text).toContain('(reversed), 1 in all')
    expect(idsIn(listed)).toEqual(['VR-2026-000004'])
  })

  it('is an officer’s word that is missing, and not what only waits for the platform', async () => {
    const receipts = [clinicReceipt(1), clinicReceipt(2, { amountFen: 100 })]
    const voidRules = { officerAboveFen: 20_000 }
    const { office, hand, head, boss } = await withStaff({ receipts, voidRules })
    answering(office, {
      reversalStatus: () => Promise.reject(new PlatformError('timeout', 'away')),
    })
    for (const index of [1, 2]) await head.says(`同意 ${await asksFor(hand, index)}`)
    expect((await boss.says('冲红列表 已同意')).text).toContain('共 2 份')
    for (const [verb, { void: words }] of [
      ['冲红列表', zhCN],
      ['void list', en],
    ] as const) {
      if (verb === 'void list') await boss.says('English')
      const listed = await boss.says(`${verb} ${words.toConfirm}`)
      expect(listed.text).toContain(words.list.all(words.list.filter([words.toConfirm]), 1))
      expect(idsIn(listed)).toEqual(['VR-2026-000001'])
    }
    await picks(boss, en.void.choices.export)
    const rows = await sheetOf(office)
    expect(rows.slice(1).map((row) => row[0])).toEqual(['VR-2026-000001'])
  })

  it.each([
    ...[
      ['未受理', 5],
      ['平台未受理', 5],
      ['结果不明', 6],
      ['不明', 6],
      ['逾期', 9],
    ],
    ...[
      ['逾期未审批', 9],
      ['已提交平台', 3],
      ['已提交', 3],
      ['楚天 结果不明', 6],
    ],
  ] as const)('may be “%s”', async (words, only) => {
    const { office, hand, boss } = await withStaff()
    await oneOfEach(office, await asksFor(hand, 1))
    expect(idsIn(await boss.says(`冲红列表 ${words}`))).toEqual([voidId('2026', only)])
  })

  it('takes several at once, and an age in whole days', async () => {
    const { office, hand, boss } = await withStaff()
    await oneOfEach(office, await asksFor(hand, 1))
    expect((await boss.says('冲红列表 未结')).text).toContain('共 4 份')
    expect((await boss.says('冲红列表 超过3天')).text).toContain('没有这样的冲红申请')
    office.clock.advance(3 * DAY - HOUR)
    expect((await boss.says('冲红列表 超过3天')).text).toContain('没有这样的冲红申请')
    office.clock.advance(2 * HOUR)
    expect((await boss.says('冲红列表 超过3天')).text).toContain('（超过 3 天），共 9 份')
    const all = await boss.says(`冲红列表 ${CLINIC.code} 已退回 超过 3 天`)
    expect(all.text).toContain(`（已退回，${CLINIC.code}，超过 3 天），共 1 份`)
  })
})

describe('however many void requests there are', () => {
  it('a page of those that wait of which nothing is left is the first one', async () => {
    const { office, hand, head } = await withStaff({ channel: 'telegram' })
    await copied(office, await asksFor(hand, 1), 8)
    const first = await head.says('待我审批')
    for (const id of idsIn(first).slice(0, 2)) await hand.says(`撤回 ${id}`)
    const next = await head.presses('下一页', first)
    expect(idsIn(next)).toEqual([3, 4, 5, 6, 7, 8, 9].map((number) => voidId('2026', number)))
  })

  it('what waits for an officer is found', async () => {
    const { office, hand, boss } = await withStaff()
    const id = await asksFor(hand, 1)
    await office.passes(4 * DAY + 2 * HOUR)
    const request = await requestOf(office, id)
    await office.store.transaction(async (tx) => {
      for (let count = 2; count < 500; count++) {
        const receipt = { ...request.receipt, number: String(count).padStart(10, '0') }
        // Half of them have waited longer.
        const at = request.at + (count % 2 === 0 ? count : -count)
        await tx.voids.add({ ...request, id: voidId('2026', count), receipt, at, level: 0 })
      }
    })
    const waiting = await boss.says('待我审批')
    expect(waiting.text).toContain('共 1 份')
    expect(waiting.choices[0]?.label).toContain(id)
  })

  it('the workbook holds the newest 5,000, and its sender is told how many there are', async () => {
    const databaseUrl = temporaryDatabase()
    const { office, hand, boss } = await withStaff({ databaseUrl })
    await asksFor(hand, 1)
    await copiedAtOnce(databaseUrl, 5001)
    await boss.says('冲红列表')
    const { text } = await picks(boss, '导出表格')
    expect(text).toMatch(/共 5002 份申请，只导出了最新的 5000 份；要其余的请加条件再导出/)
    const rows = await sheetOf(office)
    expect(rows).toHaveLength(5001)
    expect([rows[1]?.[0], rows[5000]?.[0]]).toEqual([voidId('2026', 5002), voidId('2026', 3)])
  })
})

async function sheetOf(office: Office) {
  const [id = ''] = await office.files.list(Number.MAX_SAFE_INTEGER)
  const [sheet = []] = await sheetsOf(office.files, id)
  return sheet
}
