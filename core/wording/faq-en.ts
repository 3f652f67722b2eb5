/** The same sentences of the FAQ in English. */
import type { Matter } from '../faq/elsewhere/elsewhere.ts'
import type { FaqWording } from './faq-zh-cn.ts'

const SCOPE =
  'I answer questions about fiscal electronic receipts of Hubei only, and find and verify them.'
const HUMAN = 'To reach a person, send “human”.'

const elsewhere: Record<Matter, string> = {
  tax: `Tax invoices are not mine. ${SCOPE} Please call 12366, the tax service.`,
  incomeTax: `Income tax is not mine. ${SCOPE} Please call 12366 or use the “个人所得税” app.`,
  socialSecurity: `Social security and medical insurance are not mine. ${SCOPE} Please call 12333 (social security) or 12393 (medical insurance).`,
  housingFund: `The housing fund is not mine. ${SCOPE} Please call 12329.`,
  traffic: `Traffic offences, vehicles and licences are not mine. ${SCOPE} Please call 12123 or use the “交管12123” app. For the receipt of a fine send me the penalty decision number.`,
  civil: `This is not mine. ${SCOPE} For government services please call 12345.`,
  money: `Banking and payments are not mine. ${SCOPE} Please ask your bank or payment service.`,
  publicFinance: `This is another business of public finance. ${SCOPE} Please ask your finance bureau, or call 12345.`,
  health: `Medical matters are not mine. ${SCOPE} Please ask the hospital, or call 12320.`,
  provinces: `Receipts of other provinces are handled by their own finance bureaus. ${SCOPE} They can be verified at https://pjcy.mof.gov.cn.`,
  other: `This is not mine. ${SCOPE} For government services please call 12345.`,
  smallTalk: `Thank you for the chat, but I cannot help with anything else. ${SCOPE}`,
  errands: `I cannot do this. ${SCOPE}`,
  misuse: `I cannot help with this. ${SCOPE}`,
}

export const faqEn: FaqWording = {
  basis: (basis, effective) => `Basis: ${basis}; since ${effective}`,
  superseded: (question) => `This has been superseded. The newer answer: ${question}`,
  noLonger: (why) => `This no longer holds: ${why}`,
  onlyChinese: 'This answer is available in Chinese only so far:',
  suggest: 'I am not sure. Did you mean:',
  declined: `Sorry, I have no reliable answer to this yet; it was noted for the editors. ${SCOPE} ${HUMAN}`,
  elsewhere,
  joinElsewhere: (sentence) => `${sentence}\n${HUMAN}`,
  gone: 'This answer has just been changed. Please send your question again.',
  which: 'Please tell me which question you mean.',
  helped: 'Glad to help.',
  unsolved: `Sorry that it did not help; it was noted for the editors. You can ask again in other words. ${HUMAN}`,
  refused: `Sorry that I did not find it; it was noted for the editors. You can ask again in other words. ${HUMAN}`,
  human: `${HUMAN}`,
  thanks: 'You are welcome. Ask me any time.',
  bye: 'Goodbye. I am here whenever you need me.',
  ok: 'All right. Ask me any time.',
  choices: { none: 'None of these', more: 'More', helped: 'Helpful', unsolved: 'Not solved' },
}
