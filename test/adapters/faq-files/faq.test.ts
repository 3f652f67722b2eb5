/** The FAQ's folder: read at the start, and again whenever a file changes. Real files, and no waiting but for what must come. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openFaqFiles } from '../../../adapters/faq-files/faq.ts'
import { createEntryFolder } from '../../../adapters/faq-files/folder.ts'
import { WEIGHTS } from '../../../core/faq/weights.ts'
import { entryText, writeEntry } from '../../support/entries.ts'
import { openOffice } from '../../support/office.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const PARKING = {
  question: '停车场在哪里？',
  similar: ['车停哪里', '哪里可以停车'],
  answer: '在东门。',
}
const CANTEEN = {
  question: '食堂几点开饭？',
  similar: ['食堂开门时间', '几点可以吃饭'],
  answer: '十一点半。',
}
const PATIENCE = { timeout: 20_000, interval: 20 }

async function openFolder() {
  const folder = temporaryFolder()
  writeEntry(folder, 'parking.md', PARKING)
  writeEntry(folder, 'meals/canteen.md', CANTEEN)
  const logged: { event: string; fields: Readonly<Record<string, unknown>> }[] = []
  const note = (event: string, fields = {}) => void logged.push({ event, fields })
  const open = () =>
    openFaqFiles({ folder, weights: WEIGHTS, logger: { info: note, warn: note, error: note } })
  const faq = await open()
  onTestFinished(() => faq.close())
  const refused = () => logged.filter(({ event }) => event === 'faq entry refused')
  return {
    folder,
    faq,
    logged,
    refused,
    write: (path: string, text: string) => writeFileSync(join(folder, path), text),
  }
}

describe('the folder of the FAQ', () => {
  it('is taken up under a running assistant when an editor changes an answer', async () => {
    const { folder, faq } = await openFolder()
    const office = await openOffice({ faq })
    const chat = office.chat()
    expect((await chat.says(PARKING.question)).text).toMatch(/^在东门。/)
    writeEntry(folder, 'parking.md', { ...PARKING, answer: '在西门。' })
    await vi.waitFor(async () => {
      expect((await chat.says(PARKING.question)).text).toMatch(/^在西门。/)
    }, PATIENCE)
    expect((await chat.says(CANTEEN.question)).text).toMatch(/^十一点半。/)
  })

  it('brings new entries, also of a new group, and drops what was deleted', async () => {
    const { folder, faq } = await openFolder()
    writeEntry(folder, 'rooms/room.md', { question: '会议室怎么订？', answer: '打电话。' })
    await vi.waitFor(() => expect(faq.entry('room')?.answer).toBe('打电话。'), PATIENCE)
    writeEntry(folder, 'rooms/room.md', { question: '会议室怎么订？', answer: '发邮件。' })
    await vi.waitFor(() => expect(faq.entry('room')?.answer).toBe('发邮件。'), PATIENCE)
    rmSync(join(folder, 'rooms'), { recursive: true })
    await vi.waitFor(() => expect(faq.entry('room')).toBeUndefined(), PATIENCE)
    expect(faq.entry('parking')).toBeDefined()
  })

  it('refuses a broken file with its line and the reason, and keeps its last good version', async () => {
    const { faq, refused, write } = await openFolder()
    write(
      'parking.md',
      entryText('parking', PARKING).replace('effective: 2026-01-31', 'effective: 明年'),
    )
    await vi.waitFor(() => expect(refused()).toHaveLength(1), PATIENCE)
    expect(refused()[0]?.fields).toMatchObject({ file: 'parking.md', line: 6 })
    expect(refused()[0]?.fields['why']).toContain('effective')
    expect(faq.entry('parking')?.answer).toBe('在东门。')
    expect(faq.find(PARKING.question)).toEqual({ kind: 'answer', id: 'parking' })
    write('parking.md', entryText('parking', { ...PARKING, answer: '在北门。' }))
    await vi.waitFor(() => expect(faq.entry('parking')?.answer).toBe('在北门。'), PATIENCE)
  })

  it('does not let a file that was never good keep others out', async () => {
    const { folder, faq, refused, write } = await openFolder()
    write('new.md', 'no front matter')
    await vi.waitFor(() => expect(refused()).toHaveLength(1), PATIENCE)
    writeEntry(folder, 'other.md', { question: '厕所在哪？', answer: '二楼。' })
    await vi.waitFor(() => expect(faq.entry('other')).toBeDefined(), PATIENCE)
    expect(faq.entry('new')).toBeUndefined()
    expect(refused()).toHaveLength(1)
  })

  it('survives that it goes away and another one takes its place', async () => {
    const { folder, faq, logged } = await openFolder()
    renameSync(folder, `${folder}-old`)
    onTestFinished(() => rmSync(`${folder}-old`, { recursive: true, force: true }))
    await vi.waitFor(
      () =>
        expect(logged).toContainEqual({
          event: 'faq folder unreadable',
          fields: { reason: 'ENOENT' },
        }),
      PATIENCE,
    )
    expect(faq.entry('parking')?.answer).toBe('在东门。')
    mkdirSync(folder)
    writeEntry(folder, 'parking.md', { ...PARKING, answer: '在南门。' })
    await vi.waitFor(() => expect(faq.entry('parking')?.answer).toBe('在南门。'), PATIENCE)
    writeEntry(folder, 'parking.md', { ...PARKING, answer: '在北门。' })
    await vi.waitFor(() => expect(faq.entry('parking')?.answer).toBe('在北门。'), PATIENCE)
  })

  it('says which folder it misses', async () => {
    const folder = join(temporaryFolder(), 'nowhere')
    const logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
    await expect(openFaqFiles({ folder, weights: WEIGHTS, logger })).rejects.toThrow(
      `${folder} (ENOENT)`,
    )
  })
})

describe('reading the folder', () => {
  it('leaves out READMEs, hidden files and what is no Markdown', async () => {
    const folder = temporaryFolder()
    writeEntry(folder, 'a.md', PARKING)
    for (const name of ['README.md', '.a.md.swp', '.hidden.md', 'a.md~', 'notes.txt'])
      writeFileSync(join(folder, name), 'x')
    writeEntry(folder, '.git/b.md', CANTEEN)
    const { entries, refused } = await createEntryFolder(folder).read()
    expect(entries.map(({ id }) => id)).toEqual(['a'])
    expect(refused).toEqual([])
  })

  it('takes the first of two files with one id, and names the other', async () => {
    const folder = temporaryFolder()
    writeEntry(folder, 'a/same.md', PARKING)
    writeEntry(folder, 'b/same.md', CANTEEN)
    const reading = createEntryFolder(folder)
    const { entries, refused } = await reading.read()
    expect(entries.map(({ question }) => question)).toEqual([PARKING.question])
    expect(refused).toMatchObject([{ file: 'b/same.md', problems: [{ line: 2 }] }])
    rmSync(join(folder, 'a/same.md'))
    expect((await reading.read()).entries.map(({ question }) => question)).toEqual([
      CANTEEN.question,
    ])
  })

  it('notices no change where there is none', async () => {
    const folder = temporaryFolder()
    writeEntry(folder, 'a.md', PARKING)
    const reading = createEntryFolder(folder)
    expect((await reading.read()).changed).toBe(true)
    expect((await reading.read()).changed).toBe(false)
    writeEntry(folder, 'a.md', PARKING)
    expect((await reading.read()).changed).toBe(false)
  })

  it('refuses a file that is far too large', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.md'), 'x'.repeat(300_000))
    expect((await createEntryFolder(folder).read()).refused).toMatchObject([{ file: 'a.md' }])
  })
})
