/** Amounts: always whole fen (分) inside, written for people at the edge. */

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']
const AMOUNT = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,2}))?$/

/** Reads `1,234.5`, `-200.00` or `88`; undefined for anything else. Result in fen. */
export function parseFen(text: string): number | undefined {
  const match = AMOUNT.exec(text.trim())
  if (!match) return undefined
  const [, sign = '', whole = '', cents = ''] = match
  const fen = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'))
  if (!Number.isSafeInteger(fen)) return undefined
  return sign === '-' && fen !== 0 ? -fen : fen
}

/** `123456` → `1234.56`; always two decimals. */
export function formatFen(fen: number): string {
  const absolute = Math.abs(fen)
  const cents = String(absolute % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${Math.floor(absolute / 100)}.${cents}`
}

/** Capital figures as a receipt's face shows them: 23621 → 贰佰叁拾陆元贰角壹分; 20000 → 贰佰元整. */
export function capitalFen(fen: number): string {
  const absolute = Math.abs(fen)
  const yuan = Math.floor(absolute / 100)
  const jiao = Math.floor((absolute % 100) / 10)
  const cents = absolute % 10
  const whole = yuan > 0 ? `${capitalInteger(yuan)}元` : ''
  const sign = fen < 0 ? '负' : ''
  if (jiao === 0 && cents === 0) return `${sign}${whole || '零元'}整`
  const gap = jiao === 0 && whole ? '零' : ''
  const tens = jiao > 0 ? `${DIGITS[jiao]}角` : gap
  return `${sign}${whole}${tens}${cents > 0 ? `${DIGITS[cents]}分` : '整'}`
}

/** Four digits at a time; a group that does not fill its thousands is led by 零. */
function capitalInteger(value: number): string {
  let text = ''
  let gap = false
  for (let group = 3; group >= 0; group--) {
    const part = Math.floor(value / 10_000 ** group) % 10_000
    if (part === 0) {
      gap = gap || text !== ''
      continue
    }
    if (text && (gap || part < 1000)) text += '零'
    text += capitalGroup(part) + GROUPS[group]
    gap = false
  }
  return text
}

function capitalGroup(part: number): string {
  let text = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(part / 10 ** place) % 10
    if (digit === 0) {
      gap = text !== ''
      continue
    }
    text += `${gap ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`
    gap = false
  }
  return text
}
