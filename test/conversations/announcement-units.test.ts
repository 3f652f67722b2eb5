/** Units in the audience of 写通知: by their names, which become codes, and no further than an officer's regions. */
import { describe, expect, it } from 'vitest'
import type { Unit } from '../../core/people/unit.ts'
import { bureau } from '../support/announcing.ts'
import { boundAs, CLINIC, COUNTY, fillDirectory, HOSPITAL } from '../support/people.ts'

const NAMESAKES: readonly Unit[] = ['420102', '420103', '420502'].map((region, at) => ({
  ...CLINIC,
  ...{
    code: `1242000042990071${at}X`,
    name: '中心示范小学（东区）',
    region,
    kind: '学校' as const,
  },
}))
const units = [CLINIC, COUNTY, HOSPITAL, ...NAMESAKES]

/** At the question for whom it is: of an officer of this region, or of the administrator. */
async function asked(region?: string, directory: readonly Unit[] = units) {
  const office = await bureau()
  await fillDirectory(office, [...directory])
  const chat = office.chat({ channel: 'telegram', user: region ?? 'writer' })
  if (region !== undefined) await boundAs(office, chat, { role: 'officer', region }, '某某')
  for (const words of ['写通知', '标题', '正文', '不附文件']) await chat.says(words)
  const says = async (words: string) => (await chat.says(words)).text
  const audience = async () => {
    for (const words of ['必须送达', '不要', '审批后发送', '提交审批']) await chat.says(words)
    return (await office.store.announcements.find('A-000001'))?.audience
  }
  return { office, chat, says, audience }
}

describe('a unit by its name', () => {
  it('stands for its code, alone and joined, over a restart', async () => {
    const { office, says, audience } = await asked()
    expect(await says(`湖北省 且 医院 不含 ${COUNTY.name} 或 ${CLINIC.name}`)).toContain('退订')
    await office.restart()
    expect(await audience()).toEqual({
      any: [
        {
          every: [{ region: '420000' }, { kind: '医院' }, { not: { units: [COUNTY.code] } }],
        },
        { units: [CLINIC.code] },
      ],
    })
  })

  it.each([`${HOSPITAL.name}、${CLINIC.code}`, ` ${HOSPITAL.name} ${CLINIC.name} `])(
    'stands in a list: %s',
    async (words) => {
      const { says, audience } = await asked()
      expect(await says(words)).toContain('退订')
      expect(await audience()).toEqual({ units: [HOSPITAL.code, CLINIC.code] })
    },
  )

  it('may have a space, and brackets of either width', async () => {
    const spaced = { ...HOSPITAL, name: 'Jiangcheng (示范) 医院' }
    const { says, audience } = await asked(undefined, [spaced])
    expect(await says('Jiangcheng(示范)医院')).toContain('没看懂')
    expect(await says('not Jiangcheng （示范） 医院 and 医院')).toContain('退订')
    expect(await audience()).toEqual({
      every: [{ not: { units: [HOSPITAL.code] } }, { kind: '医院' }],
    })
  })

  it('is told back by its code, to who approves as well', async () => {
    const { office, says, audience } = await asked()
    await says(HOSPITAL.name)
    await audience()
    const approver = office.chat({ channel: 'telegram', user: 'approver' })
    expect((await approver.says('审批通知 A-000001')).text).toContain(`单位 ${HOSPITAL.code}`)
  })

  it('of several is none of them: they are listed with their codes, eight at most', async () => {
    const many = Array.from({ length: 10 }, (_, at) => ({
      ...HOSPITAL,
      ...{ code: `12420000429900${80 + at}1A`, name: '同名示范站', region: '420102' },
    }))
    const { says, audience } = await asked(undefined, [...units, ...many])
    const several = await says('医院 或 中心示范小学(东区)')
    expect(several).toContain('叫“中心示范小学(东区)”的单位有 3 家，请改写单位代码：')
    for (const [at, place] of ['江岸区', '江汉区', '西陵区'].entries()) {
      expect(several).toContain(`- ${NAMESAKES[at]?.code} ${place}`)
    }
    const most = await says('同名示范站')
    expect(most).toContain('有 10 家，请改写单位代码（下面是前 8 家）：')
    expect(most.match(/^- /gm)).toHaveLength(8)
    expect(await says(NAMESAKES[1]?.code ?? '')).toContain('退订')
    expect(await audience()).toEqual({ units: [NAMESAKES[1]?.code] })
  })

  it('that nobody has is not read, nor one that is no longer listed', async () => {
    const { office, says } = await asked()
    const unread = '这个对象没看懂，请换个写法，例如：武汉市 且 医院。'
    expect(await says('无名示范医院')).toContain(unread)
    office.clock.advance(1)
    await fillDirectory(office, [CLINIC])
    expect(await says(HOSPITAL.name)).toContain(unread)
    expect(await says(`${CLINIC.name}、${HOSPITAL.name}`)).toContain(unread)
    expect(await says(`${'未'.repeat(2001)}`)).toContain(unread)
  })
})

describe('a code that no listed unit has', () => {
  it('is told, and the audience asked for again', async () => {
    const { office, says, audience } = await asked()
    const wrong = `${CLINIC.code}、124201004299000110、${COUNTY.code}`
    expect(await says(wrong)).toContain('没有这样代码的单位：124201004299000110。请核对')
    expect(await says('医院 不含 124201004299000110')).toContain('124201004299000110。请核对')
    for (const mistyped of [CLINIC.code.slice(0, -4), `${CLINIC.code}0`]) {
      expect(await says(`${COUNTY.code}、${mistyped}`)).toContain(`：${mistyped}。请核对`)
    }
    const many = Array.from({ length: 10 }, (_, at) => `1242010042990002${at}X`)
    const told = await says(many.join(' '))
    expect(told).toContain(`：${many.slice(0, 8).join('、')} 等 10 个。`)
    office.clock.advance(1)
    await fillDirectory(office, [CLINIC])
    expect(await says(`${CLINIC.code} ${COUNTY.code}`)).toContain(`：${COUNTY.code}。请核对`)
    expect(await says(CLINIC.code)).toContain('退订')
    expect(await audience()).toEqual({ units: [CLINIC.code] })
  })
})

describe('an officer of a region', () => {
  it.each([
    [CLINIC.name, { every: [{ region: '420100' }, { units: [CLINIC.code] }] }],
    [CLINIC.code, { every: [{ region: '420100' }, { units: [CLINIC.code] }] }],
    [`武昌区 且 ${CLINIC.name}`, { every: [{ region: '420106' }, { units: [CLINIC.code] }] }],
    [
      `武汉市 不含 ${CLINIC.name}`,
      { every: [{ region: '420100' }, { not: { units: [CLINIC.code] } }] },
    ],
    [
      `${CLINIC.name} 不含 ${NAMESAKES[0]?.code}`,
      {
        every: [
          ...[{ region: '420100' }, { units: [CLINIC.code] }],
          { not: { units: [NAMESAKES[0]?.code] } },
        ],
      },
    ],
  ])('names one that lies there, by itself or not: %s', async (words, aim) => {
    const { says, audience } = await asked('420100')
    expect(await says(words)).toContain('退订')
    expect(await audience()).toEqual(aim)
  })

  it('means the only one of a name that lies there', async () => {
    const { says, audience } = await asked('420500')
    expect(await says('中心示范小学（东区）')).toContain('退订')
    expect(await audience()).toEqual({
      every: [{ region: '420500' }, { units: [NAMESAKES[2]?.code] }],
    })
  })

  it('is told of no others, not even that there are any', async () => {
    const { says } = await asked('420100')
    const several = await says('中心示范小学（东区）')
    expect(several).toContain('有 2 家')
    expect(several).not.toContain(NAMESAKES[2]?.code)
    expect(await says(COUNTY.name)).toBe(await says('无名示范医院'))
    expect(await says(`武汉市 且 ${COUNTY.name}`)).toBe(await says('无名示范医院'))
    const beyond = await says(COUNTY.code)
    expect(beyond).toContain('范围')
    const nobodys = '12420600429900999X'
    expect((await says(nobodys)).replace(nobodys, COUNTY.code)).toBe(beyond)
    expect(await says(`${CLINIC.code} ${COUNTY.code}`)).toBe(beyond)
  })

  it.each([
    ['全部', { region: '420500' }, '宜昌市'],
    ['所有单位', { region: '420500' }, '宜昌市'],
    ['医院', { every: [{ region: '420500' }, { kind: '医院' }] }, '宜昌市且医院'],
    [
      '医院、学校 或 西陵区',
      {
        any: [
          { every: [{ region: '420500' }, { any: [{ kind: '医院' }, { kind: '学校' }] }] },
          { region: '420502' },
        ],
      },
      '（宜昌市且（医院或学校））或西陵区',
    ],
    [
      '全部，除了医院',
      { every: [{ region: '420500' }, { not: { kind: '医院' } }] },
      '宜昌市且不含（医院）',
    ],
  ])('who names no region means their own: %s', async (words, aim, told) => {
    const { says, audience, chat } = await asked('420500')
    expect(await says(words)).toContain('退订')
    expect(await audience()).toEqual(aim)
    expect((await chat.says('修改通知 A-000001')).text).toContain(`对象：${told}\n`)
  })

  it.each(['全省', '武汉市', '医院 或 武汉市', '省属医院群'])(
    'means what it says where it names more: %s',
    async (words) => {
      expect(await (await asked('420500')).says(words)).toContain('超出了您的地区范围')
    },
  )

  it('is offered all of their own region by its name', async () => {
    const { chat, audience } = await asked('420500')
    await chat.presses('全部（宜昌市）')
    expect(await audience()).toEqual({ region: '420500' })
  })

  it('of two regions means both', async () => {
    const { office, chat, says, audience } = await asked('420500')
    await says('取消')
    await boundAs(office, chat, { role: 'officer', region: '420600' }, '某某')
    for (const words of ['写通知', '标题', '正文', '不附文件']) await chat.says(words)
    await chat.presses('全部（宜昌市、襄阳市）')
    expect(await audience()).toEqual({ any: [{ region: '420500' }, { region: '420600' }] })
  })
})
