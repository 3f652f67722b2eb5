/** Logs as JSON lines on standard error. Fields are ours alone: nothing a person typed is ever one of them. */
import pino from 'pino'
import type { Logger } from '../../core/ports.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Anything of these names is cut out, should it ever get into a field. */
const SECRET_FIELDS = [
  'token',
  'text',
  'check',
  'payer',
  'name',
  'phone',
  'authorization',
  'cookie',
]

export function createLogger(level: LogLevel): Logger {
  const redact = { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), remove: true }
  const log = pino({ level, redact, base: null }, pino.destination({ fd: 2, sync: false }))
  return {
    info: (event, fields = {}) => log.info(fields, event),
    warn: (event, fields = {}) => log.warn(fields, event),
    error: (event, fields = {}) => log.error(fields, event),
  }
}
