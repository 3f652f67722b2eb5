/** The FAQ's entries, as the interface paper wants them written. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseEntry } from '../core/faq/entry.ts'

const FOLDER = resolve(import.meta.dirname, '../faq')

const entries = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && basename(file) !== 'README.md')
  .map((file) => {
    const parsed = parseEntry(readFileSync(join(FOLDER, file), 'utf8'), file)
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`)
    return { file: relative('.', file), entry: parsed.entry }
  })

describe('the entries of the FAQ', () => {
  it('bear the id of their file and the group of their folder, each once', () => {
    for (const { file, entry } of entries) {
      expect(`${entry.group}/${entry.id}.md`).toBe(file)
      expect(dirname(file)).toBe(entry.id.split('-')[0])
    }
  })

  it('have six wordings or more, and an English answer where they have an English question', () => {
    for (const { file, entry } of entries) {
      expect(entry.similar.length, file).toBeGreaterThanOrEqual(6)
      expect(entry.englishAnswer === undefined, file).toBe(entry.en === undefined)
    }
  })

  it('say so where they are not confirmed', () => {
    for (const { file, entry } of entries) {
      if (!entry.reviewed) expect(entry.answer, file).toContain('以财政部门最新口径为准')
    }
  })
})
