/** What an editor is told about entries: the file, the line and the reason. */
import { describe, expect, it } from 'vitest'
import { check, type EntryFile } from '../../../core/faq/check.ts'
import { ELSEWHERE } from '../../../core/faq/elsewhere/elsewhere.ts'
import { parseEntry } from '../../../core/faq/entry.ts'
import { WEIGHTS } from '../../../core/faq/weights.ts'

interface Written {
  readonly head?: string
  readonly similar?: readonly string[]
  readonly body?: string
}

function entry(
  id: string,
  { head = '', similar = [`${id} 怎么解释`], body }: Written = {},
): EntryFile {
  const source = [
    '---',
    `id: ${id}`,
    'group: test',
    'audience: [payer]',
    'basis: 测试办法',
    'effective: 2026-01-31',
    'reviewed: true',
    ...(head === '' ? [] : [head]),
    'similar:',
    ...similar.map((wording) => `  - ${wording}`),
    '---',
    '',
    body ?? `# ${id} 是什么？\n\n是这样。`,
  ].join('\n')
  const file = `faq/test/${id}.md`
  return { file, source, parsed: parseEntry(source, file) }
}

const errorsOf = (...files: EntryFile[]) => check(files, ELSEWHERE, WEIGHTS).errors

describe('an entry file', () => {
  it('is read into its parts', () => {
    const { parsed } = entry('test-one', {
      similar: ['票据作废', '作废票据'],
      body: '# 票据能作废吗？\n\n不能。\n\n1. 冲红。\n\n## English\n\nNo.',
      head: 'related: [test-two]\nen: { question: Can it be voided?, similar: [voiding] }',
    })
    expect(parsed).toMatchObject({
      ok: true,
      entry: {
        id: 'test-one',
        question: '票据能作废吗？',
        answer: '不能。\n\n1. 冲红。',
        englishAnswer: 'No.',
        similar: ['票据作废', '作废票据'],
        related: ['test-two'],
        en: { question: 'Can it be voided?', similar: ['voiding'] },
      },
    })
  })

  it.each([
    ['no front matter', '# 问\n\n答', 1],
    ['a front matter that does not end', '---\nid: a\n', 1],
    ['a wrong date', entry('a').source.replace('2026-01-31', '2026-13-31'), 6],
    ['an unknown property', entry('a', { head: 'colour: red' }).source, 8],
    ['an unknown audience', entry('a').source.replace('[payer]', '[everybody]'), 4],
    ['no question', entry('a', { body: '答' }).source, 11],
    ['no answer', entry('a', { body: '# 问' }).source, 11],
    ['YAML that cannot be read', entry('a', { head: 'related: [a' }).source, 8],
    ['aliases that grow without end', '---\na: &a [1]\nb: [*a, *a]\n---\n# 问\n\n答', 1],
  ])('is refused for %s, with a line and a Chinese sentence', (_what, source, line) => {
    const parsed = parseEntry(source, 'a.md')
    expect(parsed.ok).toBe(false)
    const problems = parsed.ok ? [] : parsed.problems
    expect(problems.every(({ why }) => /\p{Script=Han}.*。$/u.test(why))).toBe(true)
    expect(problems[0]?.line).toBeGreaterThanOrEqual(line > 1 ? line - 1 : 1)
    expect(problems[0]?.line).toBeLessThanOrEqual(line + 2)
  })
})

describe('the check of all entries', () => {
  it('has nothing to say about two good ones', () => {
    expect(errorsOf(entry('test-one'), entry('test-two'))).toEqual([])
  })

  it('names an unreadable file', () => {
    const broken = entry('test-one', { head: 'colour: red' })
    expect(errorsOf(broken)).toEqual([
      { file: broken.file, line: expect.any(Number), why: '不认识的属性：colour。' },
    ])
  })

  it('names an id that is there twice', () => {
    const [first, second] = [entry('test-one'), entry('test-one', { body: '# 另一个\n\n答' })]
    expect(errorsOf(first, { ...second, file: 'faq/other/test-one.md' })).toEqual([
      {
        file: 'faq/other/test-one.md',
        line: 2,
        why: '编号 test-one 与 faq/test/test-one.md 重复。',
      },
    ])
  })

  it('names a link to nothing', () => {
    expect(errorsOf(entry('test-one', { head: 'related: [gone]' }))).toEqual([
      { file: 'faq/test/test-one.md', line: 8, why: '相关问题 gone 不存在。' },
    ])
  })

  it('names a wording that two entries have, however it is written', () => {
    const errors = errorsOf(
      entry('test-one', { similar: ['票據能作廢嗎'] }),
      entry('test-two', { similar: ['您好，票据能作废吗？'] }),
    )
    expect(errors[0]).toMatchObject({ file: 'faq/test/test-two.md', line: 9 })
    expect(errors[0]?.why).toContain('test-one')
  })

  it('names a wording that is answered elsewhere', () => {
    const errors = errorsOf(
      entry('test-one', { similar: ['医保卡丢了怎么补办'] }),
      entry('test-two'),
    )
    expect(errors).toMatchObject([{ file: 'faq/test/test-one.md', line: 9 }])
  })

  it('notes what is superseded or not reviewed, without failing', () => {
    const old = entry('test-one', { head: 'superseded: 新办法' })
    const raw = entry('test-two')
    const source = raw.source.replace('reviewed: true', 'reviewed: false')
    const unread = { ...raw, source, parsed: parseEntry(source, raw.file) }
    const { errors, notes } = check([old, unread], [], WEIGHTS)
    expect(errors).toEqual([])
    expect(notes.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'faq/test/test-one.md:8',
      'faq/test/test-two.md:7',
    ])
  })
})
