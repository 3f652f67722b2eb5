/** Folders and zips: what is evil in them is named and left, what is good beside it is imported. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { receiptXml } from '../../../adapters/import/write.ts'
import { importWords as words } from '../../../core/wording/import-words.ts'
import { sampleReceipt } from '../../../core/receipts/sample.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { csvOf, importing, keyOf } from './importing.ts'

const xml = (index: number) => strToU8(receiptXml(sampleReceipt(3, index)))
const LINK = { os: 3, attrs: (0o120777 << 16) >>> 0 } as const

describe('a zip', () => {
  it('is imported with its folders, names in Chinese of either encoding, CSV beside XML', async () => {
    const { file, store } = await importing()
    const zip = zipSync({
      '一月/票据.xml': xml(0),
      'b/c/d.csv': strToU8(csvOf({}, {})),
      '__MACOSX/._x': strToU8('junk'),
      'b/.DS_Store': strToU8('junk'),
    })
    const { exit, result } = await file(zip)
    expect(result).toEqual({ read: 3, imported: 3, unchanged: 0, refused: 0, problems: [] })
    expect(exit).toBe(0)
    expect(await store.ledger.find(keyOf(2))).toBeDefined()
  })

  it('with evil in it is imported as far as it is good', async () => {
    const evil: Zippable = {
      'good.xml': xml(0),
      '../escape.xml': xml(1),
      '/absolute.xml': xml(2),
      'C:\\windows.xml': xml(3),
      'a/../../b.xml': xml(4),
      'link.xml': [strToU8('/etc/passwd'), LINK],
      'inner.zip': zipSync({ 'x.xml': xml(5) }),
      'bomb.csv': new Uint8Array(5_000_000),
      'bomb.xml': strToU8(`<EInvoice>${' '.repeat(5_000_000)}</EInvoice>`),
      'laughs.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><EInvoice/>'),
      'picture.png': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]),
      'z-good.csv': strToU8(csvOf({})),
    }
    const { file } = await importing()
    const { exit, result, err } = await file(zipSync(evil))
    const why = Object.fromEntries(result.problems.map((problem) => [problem.file, problem.why]))
    expect(why).toEqual({
      '../escape.xml': words.zipPath,
      '/absolute.xml': words.zipPath,
      'C:\\windows.xml': words.zipPath,
      'a/../../b.xml': words.zipPath,
      'link.xml': words.link,
      'inner.zip': words.zipNested,
      'bomb.csv': words.unknownKind,
      'bomb.xml': words.zipBomb,
      'laughs.xml': words.xmlDoctype,
      'picture.png': words.unknownKind,
    })
    expect(result).toMatchObject({ read: 12, imported: 2, refused: 10 })
    expect(exit).toBe(0)
    expect(err).toContain(`laughs.xml: ${words.xmlDoctype}`)
  })

  it('that unpacks a thousandfold is refused before much of it is unpacked', async () => {
    const rows = strToU8(csvOf({}) + 'a,b\r\n'.repeat(1_000_000))
    const { file } = await importing()
    const { result } = await file(zipSync({ 'rows.csv': rows }))
    expect(result.problems.at(-1)?.why).toBe(words.zipBomb)
    expect(result.read).toBeLessThan(500_000)
  })

  it('whose directory lies about it is refused', async () => {
    const { file } = await importing()
    const whole = zipSync({ 'a.xml': xml(0), 'b.xml': xml(1) })
    const cases: [Uint8Array, string][] = [
      [whole.subarray(0, whole.length - 30), words.zipBroken],
      [whole.subarray(0, 200), words.zipBroken],
      [patched(whole, (at) => [at + 42, 0, 0, 0, 0]), words.zipOverlap],
      [patched(whole, (at) => [at + 8, 1, 8]), words.zipUnsupported],
      [patched(whole, (at) => [at + 16, 1, 2, 3, 4]), words.zipBroken],
    ]
    for (const [bytes, why] of cases) {
      const { result } = await file(bytes)
      expect(result.problems.map((problem) => problem.why)).toContain(why)
    }
  })

  it('damaged anywhere is read or refused, never an error', async () => {
    const { file } = await importing()
    const whole = zipSync({ 'a.xml': xml(0), 'b.csv': strToU8(csvOf({}, {})) })
    for (let at = 0; at < whole.length; at += 23) {
      const bytes = Uint8Array.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0x5a
      expect([0, 1]).toContain((await file(bytes)).exit)
    }
  })
})

describe('a folder', () => {
  it('is imported with the folders in it; links and files of other kinds are named', async () => {
    const folder = temporaryFolder()
    const outside = join(temporaryFolder(), 'outside.csv')
    writeFileSync(outside, csvOf({}))
    mkdirSync(join(folder, 'a/b'), { recursive: true })
    writeFileSync(join(folder, 'a/b/one.xml'), xml(0))
    writeFileSync(join(folder, 'a/two.zip'), zipSync({ 'in/two.xml': xml(2) }))
    writeFileSync(join(folder, 'a/bad.zip'), zipSync({ 'in/bad.xml': strToU8('<x/>') }))
    writeFileSync(join(folder, 'readme.txt'), '说明')
    symlinkSync(outside, join(folder, 'link.csv'))
    symlinkSync(folder, join(folder, 'a/loop'))
    const { run } = await importing()
    const { exit, result } = await run(folder)
    expect(result).toMatchObject({ imported: 2 })
    const files = result.problems.map((problem) => problem.file)
    expect(new Set(files)).toEqual(
      new Set(['a/bad.zip/in/bad.xml', 'readme.txt', 'link.csv', 'a/loop']),
    )
    expect(exit).toBe(0)
  })

  it('with nothing readable in it ends with 1, an empty one with 0', async () => {
    const { run } = await importing()
    const folder = temporaryFolder()
    expect((await run(folder)).exit).toBe(0)
    writeFileSync(join(folder, 'a.xml'), '<x/>')
    expect((await run(folder)).exit).toBe(1)
  })
})

/** The last entry of the central directory, changed: where to, then the bytes. */
function patched(zip: Uint8Array, change: (at: number) => number[]): Uint8Array {
  const at = Buffer.from(zip).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  const [to = 0, ...bytes] = change(at)
  const copy = Uint8Array.from(zip)
  copy.set(bytes, to)
  return copy
}
