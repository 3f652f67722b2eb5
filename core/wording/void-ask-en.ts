/** Words for asking for a void request, and for passing a payer's wish on, in English. */
import type { VoidAskWording } from './void-ask-zh-cn.ts'

export const voidAskEn: VoidAskWording = {
  cancelHint: 'To leave, send “cancel”.',
  receipt:
    'Which receipt is to be reversed? Please send its code (8 digits) and number (10 digits).',
  number: 'The receipt number (10 digits) is still missing, please send it.',
  code: 'The receipt code (8 digits) is still missing, please send it.',
  notOwn:
    'Your unit has issued no such receipt: please check the code and number. A receipt of another unit is reversed by a clerk of that unit.',
  objections: {
    red: 'This is a red receipt, which cannot be reversed. If the original was reversed by mistake, please issue a new receipt.',
    reversed: 'This receipt is reversed already. Look it up to see the number of the red receipt.',
    booked:
      'A unit has booked this receipt. Please ask the payer to have that unit undo its booking first, then ask again.',
  },
  open: (id) => `There is a void request for this receipt already: ${id}. Send “${id}” to see it.`,
  paper:
    'This receipt was exchanged for paper. Please take the paper back first, then send me its number to compare.',
  paperWrong:
    'That is not the number of the paper receipt. Please send it as it stands on the paper that was taken back.',
  reason: 'Please choose the reason:',
  reasonText: 'Please give the reason in one sentence (no identity or phone numbers).',
  evidence:
    'If there are photos or files, such as a refund form, send them now (5 at most, or none). Then choose “Next”.',
  more: (count) => `Files received: ${count}. Send more, or choose “Next”.`,
  tooMany: 'At most 5 files: the others were not taken. Please choose “Next”.',
  fileRefused:
    'This file cannot be taken: only pictures, PDF, OFD, Word and Excel files of up to 10 MB.',
  fileAway: 'The file did not arrive, please send it again.',
  summary: 'Please check. Once confirmed it goes to the approver of your unit:',
  confirmFirst: 'Please choose “Confirm”, “Urgent” or “Cancel” first.',
  sent: (id, who) =>
    `Sent as ${id}; ${who} is asked to approve it. Send “${id}” to see how far it is.`,
  approver: 'the approver of your unit',
  officer: 'an officer',
  nobody: (id) =>
    `Sent as ${id}. But nobody can approve it now: no other approver of your unit is bound, and no officer. Please contact the finance bureau.`,
  evidenceLine: (count) => (count > 0 ? `${count}` : 'none'),
  needsOfficer: 'By the rules an officer confirms this one, too.',
  choices: {
    next: 'Next',
    confirm: 'Confirm',
    urgent: 'Urgent (the payer is waiting)',
    cancel: 'Cancel',
    no: 'No, thanks',
  },
  cancelled: 'All right, nothing was sent.',
  guide:
    'A reversal is asked for by a clerk of the issuing unit and approved there. As a payer, please send me the receipt code, number and check code: I tell you who to ask, and can pass it on. Staff of a unit, please send “bind CODE” first.',
  wish: {
    first: {
      booked: 'A unit has booked this receipt: it must undo its booking before it can be reversed.',
      paper: 'This receipt was exchanged for paper: the paper must be handed back to the unit.',
    },
    about: (unit, name) =>
      `“${name}” was issued by ${unit}, which alone can reverse it: it checks the refund, a clerk asks, the approver agrees, and the platform reverses it; the original is void then. Shall I pass your wish on to ${unit}? Please choose the reason:`,
    nobody: (unit, name) =>
      `“${name}” was issued by ${unit}, which alone can reverse it. Nobody of that unit is bound here yet: please ask its counter or its finance office.`,
    again: (unit) =>
      `Your wish is with ${unit} already and waits for it. Send “my requests” to see it.`,
    sent: (unit) =>
      `Passed on to ${unit}. You are told here when it is taken up and when it is done; if it is urgent, please ask that unit directly. Send “my requests” to see it.`,
    told: (reason) =>
      `A payer wishes to have a receipt reversed. Reason: ${reason}. Please check, then choose:`,
    waiting: (count) => `Payers' wishes that wait for your unit: ${count}`,
    none: 'No wish waits for your unit now.',
    line: (date, reason) => `of ${date}, reason: ${reason}`,
    gone: 'Somebody has taken up this wish already, or it is over.',
    declined: 'All right, the payer is told that it is not taken up.',
  },
}
