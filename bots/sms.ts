/** The text message gateway that the configuration names: for trying, the terminal; otherwise none until one is set up. */
import { createHttpSms } from '../adapters/sms/http.ts'
import { createTerminalSms } from '../adapters/sms/terminal.ts'
import type { SmsGateway } from '../core/ports.ts'
import type { Config } from './config.ts'

export function smsOf(config: Config): SmsGateway | undefined {
  const { SMS_URL: url, SMS_TOKEN: token, SMS_BODY: body } = config
  const trying = config.DATABASE_URL === undefined ? 'terminal' : 'off'
  const kind = config.SMS_GATEWAY ?? (url === undefined ? trying : 'http')
  if (kind === 'terminal')
    return createTerminalSms((line) => void process.stderr.write(`${line}\n`))
  if (kind === 'off' || url === undefined) return undefined
  const perMinute = Math.max(1, config.SMS_RATE)
  const budget = { perMinute, perDay: config.SMS_PER_DAY }
  return createHttpSms({ url, body, ...budget, ...(token !== undefined && { token }) })
}
