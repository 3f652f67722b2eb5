/** The secret that is kept beside the database. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../../bots/config.ts'
import { keptSecret } from '../../bots/secret.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** What happens when a file was made and nothing is written into it yet. */
const between = vi.hoisted(() => ({ run: () => undefined as void }))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return {
    ...fs,
    writeFileSync(path: string, text: string, options?: { flag: string; mode: number }) {
      if (!options) return fs.writeFileSync(path, text)
      const file = fs.openSync(path, options.flag, options.mode)
      const { run } = between
      between.run = () => undefined
      run()
      fs.writeSync(file, text)
      fs.closeSync(file)
    },
  }
})

const place = () => {
  const folder = temporaryFolder()
  const path = join(folder, 'inner', 'test.db')
  return { folder: join(folder, 'inner'), url: `sqlite:${path}`, file: `${path}.secret` }
}

describe('the kept secret', () => {
  it('is made once, stays the same, and is for its owner alone', () => {
    const { folder, url, file } = place()
    const secret = keptSecret(url)
    expect(secret.length).toBeGreaterThanOrEqual(43)
    expect(keptSecret(url)).toBe(secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['test.db.secret'])
    chmodSync(file, 0o644)
    expect(keptSecret(url)).toBe(secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is the same for a process that starts in the very instant it is made', () => {
    const { folder, url } = place()
    let second = ''
    between.run = () => {
      second = keptSecret(url)
    }
    const first = keptSecret(url)
    expect(second.length).toBeGreaterThanOrEqual(43)
    expect(first).toBe(second)
    expect(readdirSync(folder)).toEqual(['test.db.secret'])
  })

  it.each(['', 'too short'])('is refused when it is %j, in words that say what to do', (held) => {
    const { url, file } = place()
    keptSecret(url)
    writeFileSync(file, `${held}\n`)
    expect(() => keptSecret(url)).toThrow(ConfigError)
    expect(() => keptSecret(url)).toThrow(
      /^EPIAOTONG_SECRET: .*test\.db\.secret has fewer than 16 characters: put back/,
    )
    expect(readFileSync(file, 'utf8')).toBe(`${held}\n`)
  })

  it('names the variable when it cannot be kept', () => {
    const { folder } = place()
    const blocking = `${folder}-file`
    writeFileSync(blocking, '')
    expect(() => keptSecret(`sqlite:${blocking}/test.db`)).toThrow(
      /^EPIAOTONG_SECRET: it cannot be kept in .* \(ENOTDIR\): set it$/,
    )
    expect(existsSync(`${blocking}/test.db.secret`)).toBe(false)
  })
})
