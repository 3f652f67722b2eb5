/** `cli import units`: the directory in, again to update it, and what is wrong by line and column. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sampleReceipts } from '../../adapters/platform/samples.ts'
import { openStore } from '../../adapters/store/store.ts'
import { importUnits, type UnitsResult } from '../../bots/import-units.ts'
import { sampleUnits } from '../../bots/sample-units.ts'
import { DIRECTORY_SIZE, sampleUnit } from '../../core/people/sample-units.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary.ts'

const HEADER = 'unitCode,unitName,region,kind,mode,parentUnit'
const ROWS = [
  '124200004299000001,示范局,420000,省直单位,系统对接,',
  '124201004299000002,示范医院,420106,医院,在线,124200004299000001',
  '124290044299000003,示范学校,429004,学校,在线,',
]

async function importing() {
  const store = await openStore(temporaryDatabase())
  onTestFinished(() => store.close())
  const folder = temporaryFolder()
  let now = 1000
  return {
    store,
    /** The lines as a person reads them. */
    async told(content: string) {
      const path = join(folder, 'units.csv')
      writeFileSync(path, content)
      const out: string[] = []
      const io = { out: (line: string) => out.push(line), err: () => 0, store, now: () => ++now }
      await importUnits({ path, json: false }, io)
      return out
    },
    async take(content: string | Buffer, path = join(folder, 'units.csv')) {
      if (path.startsWith(folder)) writeFileSync(path, content)
      const [out, err]: [string[], string[]] = [[], []]
      const exit = await importUnits(
        { path, json: true },
        { out: (line) => out.push(line), err: (line) => err.push(line), store, now: () => ++now },
      )
      return { exit, err, result: JSON.parse(out.at(-1) ?? '') as UnitsResult }
    },
  }
}

const csv = (...rows: string[]) => [HEADER, ...rows].join('\n')

describe('cli import units', () => {
  it('takes the directory, and again only what changed', async () => {
    const { take, store } = await importing()
    expect(await take(csv(...ROWS))).toMatchObject({
      exit: 0,
      err: [],
      result: { read: 3, imported: 3, unchanged: 0, gone: 0, refused: 0, problems: [] },
    })
    const renamed = ROWS.with(1, (ROWS[1] ?? '').replace('示范医院', '示范总医院'))
    expect((await take(csv(...renamed))).result).toMatchObject({
      imported: 1,
      changed: 1,
      unchanged: 2,
    })
    expect(await store.units.find('124201004299000002')).toEqual({
      code: '124201004299000002',
      name: '示范总医院',
      region: '420106',
      kind: '医院',
      mode: '在线',
      parent: '124200004299000001',
    })
    expect(await store.imports.last()).toMatchObject([{ kind: 'units', read: 3, imported: 1 }])
  })

  it('marks what vanished, deletes nothing, and takes it back when it returns', async () => {
    const { take, store } = await importing()
    await take(csv(...ROWS))
    expect((await take(csv(...ROWS.slice(1)))).result).toMatchObject({ gone: 1, unchanged: 2 })
    expect((await store.units.find('124200004299000001'))?.goneSince).toBeGreaterThan(0)
    expect((await take(csv(...ROWS))).result).toMatchObject({ gone: 0, changed: 1 })
    expect((await store.units.find('124200004299000001'))?.goneSince).toBeUndefined()
  })

  it('names what vanished, up to five', async () => {
    const { take, told } = await importing()
    const more = Array.from(
      { length: 5 },
      (_, at) => `99000000429900000${at},示范站${at},420000,其他,在线,`,
    )
    await take(csv(...ROWS, ...more))
    expect((await told(csv(...ROWS.slice(1), ...more))).at(-1)).toBe(
      '名录里不再有的 1 个单位已标为撤销（没有删除）：示范局 124200004299000001',
    )
    const many = (await told(csv(ROWS[2] ?? ''))).at(-1) ?? ''
    expect(many).toContain('6 个单位已标为撤销（没有删除）：示范医院 124201004299000002、示范站0')
    expect(many).toMatch(/示范站3 990000004299000003 等$/)
    expect(many).not.toContain('示范站4')
  })

  it('says line, column and why of each bad row, takes the others, and lets no unit vanish for a slip', async () => {
    const { take, store } = await importing()
    await take(csv(...ROWS))
    const { exit, err, result } = await take(
      csv(
        '124200004299000001,,42,局,系统对接,',
        '124201004299000002,示范医院,420106,医院,在线,124201004299000002',
        ROWS[2] ?? '',
        ROWS[2] ?? '',
        '"broken,示范,420000,学校,在线,',
        'x,太短,420000,学校,在线,',
        '124290044299000009,列少,420000',
      ),
    )
    expect(exit).toBe(0)
    expect(err).toEqual([
      'line 2, column unitName: 必填，不能为空',
      expect.stringMatching(/^line 2, column region: .*行政区划代码/),
      expect.stringMatching(/^line 2, column kind: 应为其中之一：省直单位、医院/),
      'line 3, column parentUnit: 上级单位不能是它自己',
      expect.stringMatching(/^line 5, column unitCode: 第 4 行已有/),
      expect.stringMatching(/^line 6: 引号/),
      expect.stringMatching(/^line 7, column unitCode: /),
      'line 8: 这一行有 3 列，表头有 6 列',
    ])
    expect(result).toMatchObject({ read: 7, unchanged: 1, refused: 6, gone: 0 })
    expect((await store.units.find('124200004299000001'))?.goneSince).toBeUndefined()
  })

  it('takes columns in any order, GB18030, and a file without parents', async () => {
    const { take, store } = await importing()
    const gb = Buffer.concat([
      Buffer.from('mode,kind,region,unitCode,unitName,note\n'),
      Buffer.from([0xd4, 0xda, 0xcf, 0xdf]), // 在线
      Buffer.from(','),
      Buffer.from([0xd1, 0xa7, 0xd0, 0xa3]), // 学校
      Buffer.from(',429004,124290044299000003,'),
      Buffer.from([0xca, 0xbe, 0xb7, 0xb6]), // 示范
      Buffer.from(',\n'),
    ])
    expect((await take(gb)).result).toMatchObject({ imported: 1, problems: [] })
    expect(await store.units.find('124290044299000003')).toMatchObject({
      name: '示范',
      kind: '学校',
    })
  })

  it('marks nothing as gone when the file cannot be read', async () => {
    const { take, store } = await importing()
    await take(csv(...ROWS))
    for (const [content, path] of [
      ['', undefined],
      [csv(...ROWS).replace('region', 'regoin'), undefined],
      [Buffer.from('\ufeffx', 'utf16le'), undefined],
      ['', '/nonexistent/units.csv'],
    ] as const) {
      const { exit, err, result } = await take(content, path)
      expect(exit, String(content)).toBe(1)
      expect(err.length).toBeGreaterThan(0)
      expect(result.gone).toBe(0)
    }
    expect(await store.units.count(['420000', '420106', '429004'])).toBe(3)
  })

  it('never throws, whatever the file holds', async () => {
    const { take } = await importing()
    const line = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '4', '示', '\r', '\0'),
      maxLength: 80,
    })
    await fc.assert(
      fc.asyncProperty(line, fc.boolean(), async (text, headed) => {
        const { exit, result } = await take(headed ? csv(text) : text)
        expect([0, 1]).toContain(exit)
        expect(result.read).toBe(result.imported + result.unchanged + result.refused)
      }),
      { numRuns: 40 },
    )
  })

  it('takes the directory as it was counted in 2020', async () => {
    const { take } = await importing()
    const path = join(temporaryFolder(), 'all.csv')
    const io = { out: () => undefined, err: () => undefined }
    expect(await sampleUnits({ count: DIRECTORY_SIZE, seed: 3, path }, io)).toBe(0)
    expect((await take('', path)).result).toMatchObject({ imported: 39_455, refused: 0 })
  })
})

describe('a sample directory', () => {
  it('begins with who issued the sample receipts', async () => {
    const { take, store } = await importing()
    const path = join(temporaryFolder(), 'some.csv')
    const io = { out: () => undefined, err: () => undefined }
    await sampleUnits({ count: 20, seed: 3, path }, io)
    expect((await take('', path)).result).toMatchObject({ imported: 20, refused: 0 })
    for (const { issuer } of sampleReceipts) {
      expect(await store.units.find(issuer.code ?? '')).toMatchObject({ name: issuer.name })
    }
  })

  it('is the same for the same seed, another for another, and has as many of each mode as the real one', () => {
    expect(sampleUnit(5, 9)).toEqual(sampleUnit(5, 9))
    expect(sampleUnit(5, 9)).not.toEqual(sampleUnit(6, 9))
    const all = Array.from({ length: DIRECTORY_SIZE }, (_, index) => sampleUnit(1, index))
    expect(new Set(all.map(({ code }) => code)).size).toBe(DIRECTORY_SIZE)
    expect(all.filter(({ mode }) => mode === '系统对接')).toHaveLength(5_092)
  })
})
