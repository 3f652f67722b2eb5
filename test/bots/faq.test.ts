/** `cli faq eval`, `check` and `train`: what they print and how they end. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { checkFaq, evaluate, trainFaq } from '../../bots/faq.ts'

const FAQ = join(import.meta.dirname, '../../faq')
const FIELDS = [
  'n',
  'top1',
  'recall3',
  'mrr',
  'answered',
  'suggested',
  'declined',
  'answeredWrong',
  'oosNearAnswered',
  'oosFarAnswered',
  'rightAt95',
  'p50Ms',
  'p99Ms',
  'buildMs',
]

function listen() {
  const [out, err]: [string[], string[]] = [[], []]
  return {
    io: { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) },
    out,
    err,
  }
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'faq-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const lines = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const CORPUS = lines(
  { id: 'a', q: '电子票据能作废吗', similar: ['票据作废可以不'] },
  { id: 'b', q: '捐款什么时候开票' },
  { id: 'c', q: '忘记密码登录不上怎么办' },
)
const QUERIES = lines(
  { q: '電子票據可以作廢嗎', id: 'a' },
  { q: '捐了款几时给票', id: 'x', also: ['b'] },
  { q: '今天天气好', id: null, kind: 'far' },
)

const figures = (out: readonly string[]) =>
  z.record(z.string(), z.number()).parse(JSON.parse(out.join('\n')))

describe('faq eval', () => {
  it('prints one line with the agreed figures', () => {
    const folder = folderOf({ 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES })
    const { io, out } = listen()
    const files = { corpus: join(folder, 'corpus.jsonl'), queries: join(folder, 'queries.jsonl') }
    expect(evaluate({ folder: FAQ, ...files }, io)).toBe(0)
    expect(out).toHaveLength(1)
    expect(Object.keys(figures(out))).toEqual(FIELDS)
    expect(figures(out)).toMatchObject({ n: 2, top1: 1, recall3: 1, mrr: 1, oosFarAnswered: 0 })
  })

  it('leaves each wording out in turn when there are no queries', () => {
    const corpus = join(folderOf({ 'corpus.jsonl': CORPUS }), 'corpus.jsonl')
    const { io, out } = listen()
    expect(evaluate({ folder: FAQ, corpus }, io)).toBe(0)
    expect(figures(out)).toMatchObject({ n: 4, top1: 0.5 })
  })

  it('names the line of a file that cannot be read', () => {
    const corpus = join(folderOf({ 'corpus.jsonl': `${CORPUS}\n{"id":1}` }), 'corpus.jsonl')
    const { io, err } = listen()
    expect(evaluate({ folder: FAQ, corpus }, io)).toBe(1)
    expect(err.join()).toContain('corpus.jsonl:4:')
  })
})

describe('faq check', () => {
  it('finds nothing wrong with the entries that ship', () => {
    const { io, err } = listen()
    expect(checkFaq(FAQ, io), err.join('\n')).toBe(0)
  })

  it('ends with 1 and names file and line of what is broken', () => {
    const folder = folderOf({ 'test/test-one.md': '---\nid: test-one\n---\n# 问\n' })
    const { io, err, out } = listen()
    expect(checkFaq(folder, io)).toBe(1)
    expect(err[0]).toMatch(/test-one\.md:\d+: 缺少属性 group/)
    expect(out.at(-1)).toMatch(/^1 个条目，\d+ 处错误，0 条提示。$/)
  })
})

describe('faq train', () => {
  it('writes the same weights for the same files, and copies no question', () => {
    const folder = folderOf({ 'b/corpus.jsonl': CORPUS, 'b/queries.jsonl': QUERIES, 'faq/x': '' })
    const write = (name: string) => {
      const target = join(folder, name)
      const { io } = listen()
      expect(trainFaq({ folder: join(folder, 'faq'), bench: folder, target }, io)).toBe(0)
      return readFileSync(target, 'utf8')
    }
    const first = write('one.json')
    expect(write('two.json')).toBe(first)
    expect(first).not.toMatch(/\p{Script=Han}/u)
  })
})
