/** Which text message gateway and which calendar a configuration means. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCalendar } from '../../bots/calendar.ts'
import { ConfigError, readConfig } from '../../bots/config.ts'
import { smsOf } from '../../bots/sms.ts'
import { temporaryFolder } from '../support/temporary.ts'

const DATABASE_URL = 'sqlite:./data/x.db'
const SMS_URL = 'https://sms.example.cn/send'

describe('the text message gateway', () => {
  it('is the terminal for trying, nothing with a database of its own, and HTTP where one is named', () => {
    expect(smsOf(readConfig({}))?.perDay).toBe(1000)
    expect(smsOf(readConfig({ DATABASE_URL }))).toBeUndefined()
    expect(smsOf(readConfig({ DATABASE_URL, SMS_GATEWAY: 'terminal' }))?.perDay).toBe(1000)
    expect(smsOf(readConfig({ DATABASE_URL, SMS_URL, SMS_PER_DAY: '7' }))?.perDay).toBe(7)
    expect(smsOf(readConfig({ SMS_URL, SMS_GATEWAY: 'off' }))).toBeUndefined()
  })

  it.each([
    [{ SMS_GATEWAY: 'http' }, 'SMS_URL: takes'],
    [{ SMS_GATEWAY: 'carrier pigeon' }, 'SMS_GATEWAY: takes one of terminal, http, off'],
    [{ SMS_URL: 'sms' }, 'SMS_URL: takes'],
    [{ SMS_BODY: '{"to":"{phone}"}' }, 'SMS_BODY: takes JSON'],
    [{ SMS_BODY: '{phone} {text}' }, 'SMS_BODY: takes JSON'],
    [{ SMS_RATE: 'fast' }, 'SMS_RATE: takes'],
  ])('%o is refused with what the variable takes', (environment, words) => {
    expect(() => readConfig(environment)).toThrow(words)
  })
})

describe('the calendar', () => {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const open = (CALENDAR_DIR?: string) => openCalendar(readConfig({ CALENDAR_DIR }), quiet)

  it('is the one that comes with the program unless another folder is named', async () => {
    expect((await open()).isWorkingDay('2026-10-01')).toBe(false)
    const folder = join(temporaryFolder(), 'years')
    mkdirSync(folder)
    expect((await open(folder)).isWorkingDay('2026-10-01')).toBe(true)
  })

  it('names the variable, the file, and what is wrong with it', async () => {
    const folder = temporaryFolder()
    await expect(open(join(folder, 'none'))).rejects.toThrow(/CALENDAR_DIR.*ENOENT/)
    writeFileSync(join(folder, '2030.json'), '{}')
    const failed = open(folder)
    await expect(failed).rejects.toThrow(ConfigError)
    await expect(failed).rejects.toThrow(/CALENDAR_DIR: .*2030\.json: year/)
  })
})
