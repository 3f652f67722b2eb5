/** bots → adapters → core, and nothing the other way: read from the import lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const PURE = new Set(['zod', 'node:crypto', 'opencc-js', 'pinyin-pro', 'yaml'])
const IMPORT =
  /^\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

interface Import {
  readonly file: string
  /** A path from the project's root, or the name of a package. */
  readonly target: string
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    const target = name.startsWith('.') ? relative(ROOT, resolve(ROOT, file, '..', name)) : name
    return { file, target }
  })
}

const sources = ['core', 'adapters', 'bots'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
)
const imports = sources.flatMap(importsOf)
const breaking = (rule: (one: Import) => boolean) =>
  imports.filter(rule).map(({ file, target }) => `${file} imports ${target}`)

describe('the layers', () => {
  it('are read at all', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports).toContainEqual({ file: 'core/router.ts', target: 'core/intents.ts' })
  })

  it('the core imports the core and pure modules only', () => {
    const pure = ({ target }: Import) =>
      target.startsWith('core/') || PURE.has(target.split('/')[0] ?? '') || PURE.has(target)
    expect(breaking((one) => one.file.startsWith('core/') && !pure(one))).toEqual([])
  })

  it('an adapter imports the core and its own folder, never another adapter', () => {
    const foreign = ({ file, target }: Import) => {
      const own = file.split('/').slice(0, 2).join('/')
      return (
        target.startsWith('bots/') ||
        (target.startsWith('adapters/') && !target.startsWith(`${own}/`))
      )
    }
    expect(breaking((one) => one.file.startsWith('adapters/') && foreign(one))).toEqual([])
  })

  it('nobody imports bots, and nothing that ships imports tests', () => {
    const wrong = ({ file, target }: Import) =>
      (target.startsWith('bots/') && !file.startsWith('bots/')) || target.startsWith('test/')
    expect(breaking(wrong)).toEqual([])
  })

  it('wechaty is known in one folder, which is loaded only when it is wanted', () => {
    const wechaty = ({ target }: Import) => /^(?:wechaty|file-box|qrcode-terminal)/.test(target)
    const owners = imports.filter(wechaty).map(({ file }) => file)
    const strangers = owners.filter((file) => !file.startsWith('adapters/wechat/'))
    expect([...new Set(strangers)]).toEqual(['bots/wechat-part.ts'])
    const text = (file: string) => readFileSync(join(ROOT, file), 'utf8')
    const atOnce = /^(?!import type).*from '(?:\.\.\/adapters\/wechat\/|wechaty|qrcode)/m
    const bots = sources.filter((file) => file.startsWith('bots/'))
    expect(bots.filter((file) => atOnce.test(text(file)))).toEqual([])
  })

  it('the core reads no clock, sets no timer and touches no file', () => {
    const forbidden =
      /\bDate\.now\(|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\(|\bMath\.random\(|\bprocess\.\w/
    const guilty = sources
      .filter((file) => file.startsWith('core/'))
      .filter((file) => forbidden.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(guilty).toEqual([])
  })

  it('files stay under 300 lines and say in their first line what they are', () => {
    const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n')
    expect(sources.filter((file) => lines(file).length > 300)).toEqual([])
    expect(sources.filter((file) => !lines(file)[0]?.startsWith('/**'))).toEqual([])
  })
})
