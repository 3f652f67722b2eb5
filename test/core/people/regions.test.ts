/** The region tree: complete, and what lies under what. */
import { describe, expect, it } from 'vitest'
import {
  findRegion,
  liesUnder,
  PROVINCE,
  regionByCode,
  regions,
  regionsUnder,
} from '../../../core/people/regions.ts'

describe('the regions of Hubei', () => {
  it('are the province, 17 cities and prefectures, and 103 counties, four of them directly under it', () => {
    const under = (code: string) => regions.filter(({ within }) => within === code)
    const cities = under(PROVINCE)
    const direct = cities.filter(({ code }) => code.startsWith('4290'))
    expect(cities).toHaveLength(17)
    expect(direct.map(({ code }) => code)).toEqual(['429004', '429005', '429006', '429021'])
    const counties = cities.flatMap(({ code }) => under(code))
    expect(counties.length + direct.length).toBe(103)
    const ending = (end: string) => counties.filter(({ name }) => name.endsWith(end)).length
    expect([ending('区'), ending('市') + 3, ending('县')]).toEqual([39, 26, 37])
  })

  it('have codes of six digits, each once, and lie in what their codes say', () => {
    expect(new Set(regions.map(({ code }) => code)).size).toBe(regions.length)
    for (const { code, within } of regions) {
      expect(code).toMatch(/^42\d{4}$/)
      if (within && within !== PROVINCE) expect(within).toBe(`${code.slice(0, 4)}00`)
    }
  })

  it('lie under themselves and what they are in, and under nothing else', () => {
    expect(liesUnder('420106', '420106')).toBe(true)
    expect(liesUnder('420106', '420100')).toBe(true)
    expect(liesUnder('420106', PROVINCE)).toBe(true)
    expect(liesUnder('429004', PROVINCE)).toBe(true)
    expect(liesUnder('420106', '420200')).toBe(false)
    expect(liesUnder('420100', '420106')).toBe(false)
    expect(liesUnder(PROVINCE, '420100')).toBe(false)
    expect(liesUnder('110101', PROVINCE)).toBe(false)
    expect(liesUnder('420100', '42')).toBe(false)
    expect(regionsUnder('420700')).toEqual(['420700', '420702', '420703', '420704'])
    expect(regionsUnder('429021')).toEqual(['429021'])
  })

  it('are found by code, name and short name', () => {
    for (const words of ['420100', '武汉市', '武汉']) expect(findRegion(words)?.code).toBe('420100')
    expect(findRegion('恩施')?.code).toBe('422800')
    expect(findRegion('恩施市')?.code).toBe('422801')
    expect(findRegion('神农架')?.code).toBe('429021')
    expect(findRegion('湖北')?.code).toBe(PROVINCE)
    expect(findRegion('房县')?.code).toBe('420325')
    expect(findRegion('长阳')?.code).toBe('420528')
    expect(findRegion('北京')).toBeUndefined()
    expect(regionByCode('429004')?.name).toBe('仙桃市')
  })
})
