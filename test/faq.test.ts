/** The FAQ's entries, as the interface paper wants them written. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const FOLDER = resolve(import.meta.dirname, '../faq')

const frontMatter = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)+$/),
  group: z.string(),
  audience: z.array(z.enum(['payer', 'unit', 'accountant', 'bureau'])).min(1),
  basis: z.string().min(2),
  effective: z.iso.date(),
  superseded: z.string().optional(),
  reviewed: z.boolean(),
  related: z.array(z.string()).optional(),
  similar: z.array(z.string()).min(6),
  en: z.object({ question: z.string(), similar: z.array(z.string()).min(1) }).optional(),
})

const entries = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && basename(file) !== 'README.md')
  .map((file) => {
    const [, head = '', body = ''] =
      /^---\n([^]*?)\n---\n([^]*)$/.exec(readFileSync(join(FOLDER, file), 'utf8')) ?? []
    return { file, head: frontMatter.parse(parse(head)), body }
  })

describe('the entries of the FAQ', () => {
  it('bear the id of their file and the group of their folder, each once', () => {
    for (const { file, head } of entries) {
      expect(`${head.group}/${head.id}.md`).toBe(file)
      expect(dirname(file)).toBe(head.id.split('-')[0])
    }
  })

  it('have a standard question and an answer, and English where they say so', () => {
    for (const { file, head, body } of entries) {
      expect(body, file).toMatch(/^\s*# \S.*\n\n\S/)
      expect(/\n## English\n\n\S/.test(body), file).toBe(head.en !== undefined)
    }
  })

  it('say so where they are not confirmed', () => {
    for (const { file, head, body } of entries) {
      if (!head.reviewed) expect(body, file).toContain('以财政部门最新口径为准')
    }
  })

  it('share no wording', () => {
    const seen = new Map<string, string>()
    for (const { file, head } of entries) {
      for (const wording of head.similar) {
        expect(seen.get(wording), `${wording} in ${file}`).toBeUndefined()
        seen.set(wording, file)
      }
    }
  })
})
