/** The most common questions, asked in English in words that stand in no entry. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEntries } from '../../bots/faq-files.ts'
import { firstParagraph, plainAnswer } from '../../core/faq/markdown.ts'
import { openOffice } from '../support/office.ts'

const FAQ = join(import.meta.dirname, '../../faq')
const entries = readEntries(FAQ).flatMap(({ parsed }) => (parsed.ok ? [parsed.entry] : []))

function englishOf(id: string): string {
  const answer = entries.find((entry) => entry.id === id)?.englishAnswer
  if (answer === undefined) throw new Error(`${id} has no English answer`)
  return firstParagraph(plainAnswer(answer))
}

describe('the English interface', () => {
  it.each([
    ['How can I get the receipt after I paid?', 'fetch-how'],
    ['I never got the text message with my receipt', 'fetch-no-notice'],
    ['I lost the file of my receipt, what now?', 'fetch-lost'],
    ['I cannot open the OFD file', 'fetch-format'],
    ['Where can I verify a receipt?', 'verify-where'],
    ['Which details are needed to verify a receipt?', 'verify-inputs'],
    ['Verification says no such receipt', 'verify-not-found'],
    ['Can you verify a photo of my receipt?', 'verify-scan'],
    ['Can a receipt be voided after it was issued?', 'void-can'],
    ['I was refunded, what about the old receipt?', 'void-refund-payer'],
    ['Can I get a paper receipt instead?', 'paper-can'],
    ['Is the electronic receipt still valid after I got a paper one?', 'paper-after'],
    ['Is an electronic receipt as valid as a paper one?', 'issue-legal-force'],
    ['My name on the receipt is wrong', 'issue-wrong-title'],
    ['What is the check code?', 'issue-check-code'],
    ['What is a fiscal electronic receipt?', 'issue-definition'],
    ['Difference between a fiscal receipt and a tax invoice', 'issue-vs-tax-invoice'],
    ['Can I claim expenses with only the electronic receipt?', 'account-electronic-only'],
    ['How do I get the receipt for a traffic fine?', 'fine-how'],
    ['Where is the penalty decision number?', 'fine-number-where'],
    ['Is my donation tax deductible?', 'donate-tax'],
    ['Where is the itemised list of my hospital bill?', 'medical-list'],
    ['How can I talk to a person?', 'service-human'],
    ['Do you store my data?', 'service-data-safety'],
  ])('answers “%s” by %s', async (question, id) => {
    const chat = (await openOffice()).chat()
    await chat.says('English')
    const answer = await chat.says(question)
    expect(answer.text.startsWith(englishOf(id))).toBe(true)
    expect(answer.choices.at(-1)?.label).toBe('Not solved')
  })
})
