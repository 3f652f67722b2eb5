/** The same sentences in English. */
import type { PaymentNumber } from '../ports.ts'
import type { ReceiptState } from '../receipts/receipt.ts'
import type { ReferenceField } from '../receipts/reading.ts'
import { channelsEn } from './channels-en.ts'
import { faqEn } from './faq-en.ts'
import { peopleEn } from './people-en.ts'
import { announcementsEn } from './announcements-en.ts'
import { supportEn } from './support-en.ts'
import { voidEn } from './void-en.ts'
import type { Wording } from './zh-cn.ts'

const fields: Record<ReferenceField, string> = {
  code: 'receipt code (8 digits)',
  number: 'receipt number (10 digits)',
  check: 'check code (6 characters, case matters)',
}

const payments: Record<PaymentNumber['kind'], string> = {
  decision: 'penalty decision number',
  payCode: 'payment code',
}

const paymentHints: Record<PaymentNumber['kind'], string> = {
  decision: 'penalty decision number (at the top of the decision, usually 15 or 16 digits)',
  payCode: 'payment code (20 digits)',
}

const states: Record<ReceiptState, string> = {
  normal: 'valid',
  reversed: 'reversed (已冲红)',
  red: 'red receipt (红字票)',
  paper: 'exchanged for paper (已换开纸质)',
  booked: 'booked (已入账)',
}

const stateNotes: Record<ReceiptState, string> = {
  normal: '',
  reversed: 'A reversed receipt cannot be reimbursed; please ask the issuing unit for a new one.',
  red: 'This is a red receipt: it cancels another one and cannot be reimbursed by itself.',
  paper: 'It was exchanged for a paper receipt; only one of the two can be reimbursed.',
  booked: 'A unit has already booked it; please make sure that it is not reimbursed twice.',
}

const NATIONAL_SITE = 'https://pjcy.mof.gov.cn'

export const en: Wording = {
  ...channelsEn,
  faq: faqEn,
  people: peopleEn,
  void: voidEn,
  support: supportEn,
  announcements: announcementsEn,
  choiceByWords: (labels) =>
    `(A number still answers the question before. For this one, write: ${labels.join(', ')})`,
  choices: {
    lookup: 'Find a receipt',
    verify: 'Verify',
    full: 'Full receipt',
    privacy: 'Privacy',
    language: '中文',
    cancel: 'Cancel',
    help: 'Help',
    erase: 'Delete',
    facts: 'Compare date and amount',
    more: 'More',
  },
  help: {
    forStaff: (words) => `By your role you can also send:\n· ${words.join('\n· ')}`,
    duties: {
      ownReceipts: '“lookup” with the payer and the day of issue (receipts of your unit)',
      void: '“void request”, “my requests”',
      approvals: '待我审批 (void requests that wait for you)',
      announce: '/announce; 审批通知, 发送通知, 通知进度 with a number',
      unread: '“unread” (who has not acknowledged)',
      queue: '/queue (tickets that wait for an answer)',
      voids: '冲红列表 (the list of void requests)',
      invite: '邀请 with role, name and code of the unit: 邀请 经办 张三 12420000429900001A',
      unit: '我的单位, “whoami”',
      status: '状态 (how the system is)',
    },
    text: [
      'Hello, I am Epiaotong. I find and verify fiscal electronic receipts of Hubei Province. You can:',
      '· send the code, number and check code on a receipt, or the text of its QR code',
      '· verify: send “verify” and these three values, and the date and amount if you like',
      '· traffic fines: send “penalty decision number …”; or “payment code …”',
      '· ask a question, such as “Can an electronic receipt be voided?”',
      '· receipts of your phone: send “my receipts”; people of units: send “bind CODE”, then “void request”',
      'Send “cancel” to leave at any time, “help” to see this again.',
    ].join('\n'),
    group:
      'Hello, I am Epiaotong. Ask me about fiscal receipts here. To find or verify a receipt, please write to me in private: nothing of a receipt belongs in a group.',
  },
  files: {
    link: (name: string, url: string) => `File ${name} (the link opens on one device only): ${url}`,
    gone: (name) => `The file ${name} has been deleted and did not go with this message.`,
    unwanted:
      'I have your file, but nothing I am doing needs it, so it was not kept. To find a receipt, please type its code, number and check code.',
  },
  group: {
    goPrivate:
      'Please ask me about receipts in a private chat: nothing about them is shown in groups.',
    openPrivate: 'Open a private chat:',
    howToChoose: 'To choose, reply to this message with a number.',
  },
  unknown: {
    text: 'Sorry, I cannot answer this yet. Please ask in other words, or choose below; questions about one receipt are also answered by the unit that issued it or the local finance bureau.',
    stillOpen: 'What you began is still waiting for an answer. Send “cancel” to stop.',
    staleChoice: 'This choice is no longer valid. Please ask again.',
    noChoice:
      'There is nothing to choose by number right now. Please say what you need, or send “help”.',
    onlyText: 'I can only read text so far. Please type the receipt code, number and check code.',
    startOver: 'This link is no longer valid. Please send me your question.',
    group:
      'Sorry, I cannot answer this yet. Send “help” to see what I can do; for receipts, please write to me in private.',
    failed: (told) =>
      `Sorry, this message could not be handled${told ? '; the administrators have been told' : ''}. Please send it again later.`,
  },
  cancel: {
    done: 'All right, cancelled.',
    nothing: 'There is nothing in progress.',
  },
  language: { changed: 'All right, I will answer in English. Receipts stay in Chinese as issued.' },
  lookup: {
    askFirst: `Please send the ${fields.code}, the ${fields.number} and the ${fields.check}, together or one by one.`,
    ask: (field) => `Still missing: the ${fields[field]}. Please send it.`,
    askUnclear: (field) =>
      `I see more than one value that could be the ${fields[field]}. Please send only that.`,
    oneAtATime:
      'One receipt at a time, please: send the code, number and check code of the first one.',
    askAmount: 'Please send the amount as well, like 236.21; or just the payer’s full name.',
    askDate: 'Please send the date as well, like 2026-03-06; or just the payer’s full name.',
    secondFailed:
      'Not opened: the code, the number, the check code or the fact you added is not right. Please compare with the receipt and ask again.',
    askSecond:
      'To protect this receipt, please add one more fact: the payer’s full name, or both the date and the amount.',
    cancelHint: 'Send “cancel” to stop.',
    notFound: `Not found (查无此票). Please compare the code, number and check code (case matters); a receipt just issued may take a while. Receipts of other provinces: ${NATIONAL_SITE}.`,
    locked: (time) =>
      `Too many attempts. To protect receipts, please try again after ${time} (Beijing time). If it is urgent, contact the issuing unit.`,
    unavailable:
      'The receipt platform cannot be reached right now, please try again later. This says nothing about the receipt.',
    found: 'Found:',
    otherProvince:
      'The code does not begin with 42: this is not a receipt of Hubei. Please check where it comes from.',
  },
  payment: {
    ask: (kind) => `Please send the ${paymentHints[kind]}.`,
    wrongLength: (kind) =>
      `This number is too short or too long. Please check it and send the ${paymentHints[kind]} again.`,
    found: (kind, count, stateWords) =>
      `There ${count === 1 ? 'is 1 receipt' : `are ${count} receipts`} under this ${payments[kind]} (${stateWords}). Please send the payer’s full name to open.`,
    none: (kind) =>
      `Nothing found under this ${payments[kind]}. Please compare the number; a payment just made may take a while.`,
    notOpened:
      'The name is not the payer’s on the receipt, so it was not opened. Please check and send the full name again.',
    several: (count) => `${count} receipts. Please choose one:`,
  },
  card: {
    name: 'Name',
    code: 'Code',
    number: 'Number',
    issuer: 'Issued by',
    payer: 'Payer',
    amount: 'Amount (CNY)',
    date: 'Date',
    state: 'State',
    red: 'Red receipt',
    paper: 'Paper receipt',
    original: 'Original',
    states,
    joinStates: (words) => words.join(', '),
    stateNotes,
    lastFour: (digits) => `ending in ${digits}`,
    heading: (title) => `[${title}]`,
    line: (label, value) => `${label}: ${value}`,
  },
  verify: {
    askFirst: `Please send the ${fields.code}, the ${fields.number} and the ${fields.check} to verify, and the date and amount if you like.`,
    askFacts: 'Please send the date and the amount, like 2026-03-06 236.21.',
    unread:
      'Something you sent could not be read and was not compared. Please write the date like 2026-03-06 and the amount like 236.21.',
    title: (verdict, state) => {
      const words = verdict === 'good' ? 'Verified' : 'Details do not match'
      return state === undefined ? words : `${words} – ${state}`
    },
    signature: 'Signature of the file',
    noFile: 'no file received, not checked',
    ledger: 'Ledger',
    inLedger: 'the receipt is there',
    fields: 'Details',
    match: { same: 'same', different: 'different', absent: 'not given' },
    amount: 'amount',
    date: 'date',
    payer: 'payer',
    joinFields: (parts) => parts.join(', '),
    checks: 'Times verified',
    checkCount: (count) => `${count}`,
    booked: 'Booked',
    bookedYes: 'a unit has booked it',
    bookedNo: 'no record of booking',
    text: {
      good: 'The receipt is in the ledger, and what you gave agrees with it.',
      bare: 'The receipt is in the ledger. You gave no date or amount, so none was compared.',
      mismatch:
        'The receipt is in the ledger, but something you gave differs. Please compare with the receipt.',
    },
  },
  link: {
    text: 'The full receipt is on the one-time page below: valid for 10 minutes, only in the first browser that opens it. Please do not forward it.',
    label: 'Open the full receipt',
  },
  privacy: {
    text: [
      'We keep only what is needed:',
      '· the text of conversations: at most 7 days, then it is cleared',
      '· ids of messages and of your account: 30 days, so that nothing is handled twice; your network address: until the message is handled',
      '· your questions without numbers, amounts and names, to improve the answers: at most 7 days, too',
      '· one-time pages: 10 minutes',
      '· a record of look-ups under an encrypted code name, without the receipt: 183 days, for audit',
      '· counts of failed tries under a code name: 30 days',
      '· people of units and of the finance department: name, duties and bound accounts while they hold a duty, the name for 183 days more; a verified phone: 30 days',
      '· void requests stay as business records; their free text goes 183 days after the end, their files after 30; payers’ wishes after 183 days',
      '· what you say to a human: its text and files for 7 days after the ticket is closed, its number and times for 183 days; in the staff’s group numbers and names are taken out',
      '· all of it on the finance department’s own server; in the chat names are masked and check codes never shown; everything is on the one-time page only',
      '· what goes through Telegram passes servers abroad: ours masked, yours as you typed it; use the browser chat if you mind',
      'Send “delete my data” to clear your conversations.',
    ].join('\n'),
    askErase:
      'This deletes your conversations here and cannot be undone. Audit records and failed tries under code names stay until they expire, as the law requires. Delete?',
    erased: 'Your conversations have been deleted.',
    kept: 'All right, nothing was deleted.',
  },
  page: {
    title: '财政电子票据',
    items: 'Item',
    quantity: 'Quantity',
    unit: 'Unit',
    standard: 'Standard',
    amount: 'Amount (CNY)',
    itemRemark: 'Remark',
    total: 'Total (in words)',
    figures: 'Total (in figures)',
    remark: 'Remark',
    checker: 'Checked by',
    handler: 'Received by',
    payerCode: 'Payer’s code',
    check: 'Check code',
    print: 'Print',
    notice: 'This page shows the content of an electronic receipt; the file itself is what counts.',
    expiresAt: (time) => `This page can be opened again in this browser until ${time} (Wuhan time)`,
    gone: 'This link has expired or was opened in another browser',
    goneHint: 'Please choose “Full receipt” in the chat again.',
    preview: 'Epiaotong one-time page',
    previewHint: 'Please open this link in a browser.',
    unavailable: 'The receipt platform cannot be reached right now; please reload later.',
  },
  console: {
    hello: 'In the terminal: “cancel” leaves what is open; to leave, type exit or press Ctrl-D.',
    another: 'Another terminal is talking, too; this is a new conversation.',
    linkEnds: '(This terminal serves the page: it cannot be opened after you leave.)',
  },
  alarm: {
    setAside: (seq, channel) =>
      `[Epiaotong] A message failed three times and was set aside: no. ${seq}, channel ${channel}. See npm run cli -- inbox list --set-aside.`,
    guessing: (count) =>
      `[Epiaotong] ${count} failed look-ups within an hour: somebody may be guessing. Check codes of digits only now need a second fact.`,
  },
  numbered: { choose: 'Reply with a number:' },
  menu: {
    help: 'What I can do',
    lookup: 'Find a receipt',
    verify: 'Verify a receipt',
    cancel: 'Leave what is open',
    privacy: 'Privacy and data',
    language: 'Language / 语言',
  },
}
