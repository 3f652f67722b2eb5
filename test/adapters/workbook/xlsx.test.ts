/** Workbooks: what is in a cell is shown, and never run. */
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { xlsx } from '../../../adapters/workbook/xlsx.ts'
import { fileTypeOf } from '../../../core/files/file-type.ts'
import { safeCell } from '../../../core/table-out.ts'

describe('a workbook', () => {
  it('is one, and holds codes as texts with all their digits and amounts as numbers', async () => {
    const bytes = await xlsx.write([
      { name: '冲红申请:[全部]/2026', header: ['代码', '金额'], rows: [['0042990126', 12.5]] },
      { name: '空', header: ['无'], rows: [] },
    ])
    expect(fileTypeOf(bytes)).toBe('xlsx')
    const parts = unzipSync(bytes)
    const all = Object.values(parts).map((part) => strFromU8(part))
    expect(all.some((part) => part.includes('0042990126'))).toBe(true)
    expect(all.some((part) => /<v>12\.5<\/v>/.test(part))).toBe(true)
  })

  it('holds no formula, whatever is put into it', async () => {
    const evil = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      ' =1',
      '＝1',
      '＋1',
      '－1',
      '＠A1',
    ]
    const bytes = await xlsx.write([{ name: 's', header: ['a'], rows: evil.map((cell) => [cell]) }])
    const all = Object.values(unzipSync(bytes))
      .map((part) => strFromU8(part))
      .join('\n')
    expect(all).not.toMatch(/<f[ >]/)
    for (const cell of evil) expect(safeCell(cell)).toMatch(/^'/)
    expect([safeCell('张三'), safeCell('甲=乙'), safeCell(-3), safeCell(NaN)]).toEqual([
      ...['张三', '甲=乙', -3, ''],
    ])
  })

  it('can be opened whatever text it is given', async () => {
    const odd = ['\u0000\u0008', '\ud800', 'x'.repeat(40_000), '<&>"\'', '\u202egnp.exe']
    const bytes = await xlsx.write([{ name: 's', header: ['a'], rows: odd.map((cell) => [cell]) }])
    expect(fileTypeOf(bytes)).toBe('xlsx')
    expect(safeCell('\u202egnp.exe')).toBe('gnp.exe')
    expect(String(safeCell('x'.repeat(40_000)))).toHaveLength(32_000)
  })
})

it('a large workbook holds the same as a small one, and nobody waits while it is written', async () => {
  const rows = Array.from({ length: 20_000 }, (_one, index) => [`00${index}`, '=1+1', index])
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  const bytes = await xlsx.write([{ name: '明细', header: ['代码', '名称', '数'], rows }])
  clearInterval(timer)
  expect(fileTypeOf(bytes)).toBe('xlsx')
  const all = Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join('\n')
  expect(all).toContain('0019999')
  expect(all).not.toMatch(/<f[ >]/)
  expect(turns).toBeGreaterThan(20)
})
