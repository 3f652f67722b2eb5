/** An audience as officers type it. */
import { describe, expect, it } from 'vitest'
import { readAim } from '../../../core/announcements/aim-reading.ts'

const CODES = ['12420000000000001X', '1242000000000002Y']

describe('an audience in words', () => {
  it.each([
    ['全部', { all: true }],
    ['武汉市', { region: '420100' }],
    ['武汉市 且 医院', { every: [{ region: '420100' }, { kind: '医院' }] }],
    ['武汉市不含医院', { every: [{ region: '420100' }, { not: { kind: '医院' } }] }],
    [
      '武汉市 且 医院 或 省直单位 且 在线',
      {
        any: [
          { every: [{ region: '420100' }, { kind: '医院' }] },
          { every: [{ kind: '省直单位' }, { mode: '在线' }] },
        ],
      },
    ],
    ['省属医院群', { group: '省属医院' }],
    ['群：武汉市学校 不含 在线', { every: [{ group: '武汉市学校' }, { not: { mode: '在线' } }] }],
    ['经办人 且 已绑定', { every: [{ role: 'clerk' }, { bound: true }] }],
    ['医院、学校', { any: [{ kind: '医院' }, { kind: '学校' }] }],
    ['武汉市，宜昌', { any: [{ region: '420100' }, { region: '420500' }] }],
    [
      '武汉市和宜昌市 且 医院',
      { every: [{ any: [{ region: '420100' }, { region: '420500' }] }, { kind: '医院' }] },
    ],
    ['经办人,负责人', { any: [{ role: 'clerk' }, { role: 'approver' }] }],
    ['全部，除了医院', { every: [{ all: true }, { not: { kind: '医院' } }] }],
    ['除了医院', { not: { kind: '医院' } }],
    ['除医院以外', { not: { kind: '医院' } }],
    ['武汉市除江岸区外', { every: [{ region: '420100' }, { not: { region: '420102' } }] }],
    [
      '武汉市，不包括医院、学校',
      { every: [{ region: '420100' }, { not: { any: [{ kind: '医院' }, { kind: '学校' }] } }] },
    ],
    ['12420000000000001X和1242000000000002Y', { units: CODES }],
    ['12420000000000001x、１２４２０００００００００００２Ｙ', { units: CODES }],
  ])('%s', (text, aim) => {
    expect(readAim(text)).toEqual(aim)
  })

  it.each([
    ...['', '火星', '武汉市 且 火星', '或', '且', '不含', '武汉 医院', '火星群', '缴款人群'],
    ...['武汉市，医院', '医院、火星', '、', '和', '除', '拆除管理站'],
  ])('that cannot be read is none: %j', (text) => {
    expect(readAim(text)).toBeUndefined()
  })
})
