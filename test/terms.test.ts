/** Who pays is called by one word wherever people read it; what they type may be either. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readEntries } from '../bots/faq-files.ts'

const ROOT = resolve(import.meta.dirname, '..')
const OTHER = '缴款人'

it('the sentences of the assistant and the READMEs say 交款人', () => {
  const wording = join(ROOT, 'core/wording')
  const files = [
    ...readdirSync(wording).map((name) => join(wording, name)),
    ...['README.md', 'faq/README.md', 'core/support/README.md'].map((name) => join(ROOT, name)),
  ]
  expect(files.filter((file) => readFileSync(file, 'utf8').includes(OTHER))).toEqual([])
})

it('so do the questions and answers of the FAQ', () => {
  const shown = readEntries(join(ROOT, 'faq')).flatMap(({ file, parsed }) =>
    parsed.ok ? [{ file, text: parsed.entry.question + parsed.entry.answer }] : [],
  )
  expect(shown.length).toBeGreaterThan(100)
  expect(shown.filter(({ text }) => text.includes(OTHER))).toEqual([])
})
