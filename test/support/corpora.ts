/** Test data that nobody here wrote, read in place. Under CI it must be there; elsewhere its absence is a printed skip. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../../shared/corpora')

/** The path of a file or folder among the corpora; undefined, with a printed reason, where there are none. */
export function corpus(name: string): string | undefined {
  const path = join(FOLDER, name)
  if (existsSync(path)) return path
  if (process.env['CI'] === 'true') throw new Error(`the corpus ${name} is missing`)
  console.warn(`left out: the corpus ${name} is not beside the project`)
  return undefined
}

/** The big list of naughty strings. */
export function naughtyStrings(): string[] {
  const path = corpus('blns.json')
  return path ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : []
}

/** The texts of the JSON test suite, by name: `y_` must parse, `n_` must not, `i_` either. */
export function jsonTexts(): [string, Buffer][] {
  const path = corpus('json-parsing')
  if (!path) return []
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name))])
}
