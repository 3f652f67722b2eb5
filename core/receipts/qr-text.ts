/** The text of a receipt's QR code, of every known form and province: an address with the values in it. */
import { compactDate } from './date.ts'
import { completeReference, type Found, setAmount, setDate } from './reading.ts'

/** As a face prints them, in groups of four digits. */
const GROUPED =
  /(?<![0-9A-Za-z])(\d{4} \d{4})[ ,;/-]+(\d{4} \d{4} \d{2})[ ,;/-]+([0-9A-Za-z]{6})(?![0-9A-Za-z])/
const QR_FORMS: readonly RegExp[] = [
  /[?&]d=(\d{8})_(\d{10})_([0-9A-Za-z]{6})(?:_(-?\d+(?:\.\d{1,2})?))?_(\d{8})(?![0-9A-Za-z])/,
  /\/page\/(\d{8})\/(\d{10})\/([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
  /(?<![0-9A-Za-z])(\d{8})[^0-9A-Za-z\s](\d{10})[^0-9A-Za-z\s]([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
  GROUPED,
]
const QR_PARAMETERS = {
  code: /[?&]invoice_code=(\d{8})(?!\d)/,
  number: /[?&]invoice_number=(\d{10})(?!\d)/,
  check: /[?&]check_code=([0-9A-Za-z]{6})(?![0-9A-Za-z])/,
} as const

/** Every known QR text is an address with the values in it; the address is never opened. */
export function takeQrText(text: string, found: Found): string {
  const url = /https?:\/\/\S+/i.exec(text)?.[0]
  const parameters = completeReference({
    ...pick('code', QR_PARAMETERS.code.exec(text)?.[1]),
    ...pick('number', QR_PARAMETERS.number.exec(text)?.[1]),
    ...pick('check', QR_PARAMETERS.check.exec(text)?.[1]),
  })
  if (parameters) {
    Object.assign(found, parameters)
    return url ? text.replace(url, ' ') : text
  }
  for (const form of QR_FORMS) {
    const match = form.exec(text)
    const [all = '', typedCode = '', typedNumber = '', check = '', amount, date] = match ?? []
    const [code, number] = [typedCode.replaceAll(' ', ''), typedNumber.replaceAll(' ', '')]
    if (!match || compactDate(code)) continue
    Object.assign(found, { code, number, check })
    setAmount(found, amount)
    setDate(found, date === undefined ? undefined : compactDate(date))
    return text.replace(url?.includes(all) ? url : all, ' ')
  }
  return text
}

function pick<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>)
}
