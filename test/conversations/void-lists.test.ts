/** What officers see of void requests: by state, unit and age, and as a workbook. */
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { voidId } from '../../core/receipts/void.ts'
import { forgetOld } from '../../core/retention.ts'
import { DAY, HOUR } from '../support/clock.ts'
import type { Office } from '../support/office.ts'
import { boundAs, CLINIC, COUNTY } from '../support/people.ts'
import { asksFor, clinicReceipt, keyOf, picks, requestOf, withStaff } from '../support/voids.ts'

async function withRequests() {
  const county = clinicReceipt(90, { issuer: { name: COUNTY.name, code: COUNTY.code } })
  const hostile = clinicReceipt(3, { name: "=HYPERLINK('http://x','a')" })
  const receipts = [clinicReceipt(1), clinicReceipt(2), hostile, county]
  const staff = await withStaff({ receipts })
  const far = staff.office.chat({ user: 'far' })
  await boundAs(staff.office, far, { role: 'clerk', unit: COUNTY.code }, '郑经办')
  await asksFor(far, 90)
  await staff.office.passes(DAY + HOUR)
  await asksFor(staff.hand, 1)
  const done = await asksFor(staff.hand, 2)
  await staff.head.says(`同意 ${done}`)
  return { ...staff, far }
}

describe('the list of void requests', () => {
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

  it('of one person goes on to the next page', async () => {
    const receipts = Array.from({ length: 9 }, (_, index) => clinicReceipt(index))
    const { hand } = await withStaff({ receipts })
    for (const index of receipts.keys()) await asksFor(hand, index)
    const first = await hand.says('我的申请')
    expect(first.text).toContain('共 9 份')
    expect(first.choices.map(({ label }) => label.slice(0, 14)).at(-2)).toBe('VR-2026-000003')
    const next = await picks(hand, '下一页')
    const labels = next.choices.map(({ label }) => label.slice(0, 14))
    expect(labels).toEqual(['VR-2026-000002', 'VR-2026-000001'])
  })

  it('of what waits misses nothing, however much else there is', async () => {
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

  it('goes out as a workbook of which no cell is a formula, and which is deleted', async () => {
    const { office, hand, boss } = await withRequests()
    await hand.says(`冲红申请 ${keyOf(3)}`)
    await hand.says('其他')
    await hand.says("=HYPERLINK('http://x','a')")
    await hand.says('没有')
    await hand.says('确认')
    await boss.says('冲红列表')
    const { text } = await boss.presses('导出表格')
    expect(text).toMatch(/已导出 3 份申请[^]*冲红申请-2026-11-2\d\.xlsx[^]*\/f\//)
    const cells = await sheetOf(office)
    expect(cells).toContain('VR-2026-000002')
    expect(cells).toContain(CLINIC.name)
    expect(cells).not.toMatch(/<f>/)
    expect(cells).toMatch(/(?:'|&apos;|&#39;)=HYPERLINK/)
    expect(cells).not.toMatch(/>=HYPERLINK/)
    await forgetOld(office.store, office.clock.now() + 2 * DAY)
    expect(await office.store.files.known(['file1'])).toEqual(new Set())
  })
})

async function sheetOf(office: Office): Promise<string> {
  const [id = ''] = await office.files.list(Number.MAX_SAFE_INTEGER)
  const content = await office.files.read(id)
  const parts: Uint8Array[] = []
  for await (const part of content ?? []) parts.push(part)
  const files = unzipSync(Buffer.concat(parts))
  return Object.values(files)
    .map((file) => Buffer.from(file).toString('utf8'))
    .join('\n')
}
