/** 处罚决定书号 in one written form, so that a number finds its receipts however its brackets and spaces were typed. */

const OPENING = /[([{【〔［（]/gu
const CLOSING = /[)\]}】〕］）]/gu

/** `鄂公交决字 [2026] 第 12 号` → `鄂公交决字〔2026〕第12号`; of digits, spaces and dashes between them go. */
export function decisionNumber(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(OPENING, '〔')
    .replace(CLOSING, '〕')
  return /^[\d-]+$/.test(plain) ? plain.replaceAll('-', '') : plain
}
