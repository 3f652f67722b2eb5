/** Words about void requests in English. */
import type { VoidMove, VoidReason, VoidState } from '../receipts/void.ts'
import { voidAskEn } from './void-ask-en.ts'
import type { VoidWording } from './void-zh-cn.ts'

const states: Record<VoidState, string> = {
  draft: 'draft',
  requested: 'waiting for approval',
  approved: 'approved, not yet submitted',
  submitted: 'submitted, waiting for the platform',
  done: 'reversed',
  refused: 'refused by the platform',
  failed: 'unknown, an officer looks into it',
  returned: 'given back',
  withdrawn: 'withdrawn',
  expired: 'closed: nobody approved it in time',
}

const reasons: Record<VoidReason, string> = {
  退费: 'Refund',
  退号: 'Appointment cancelled',
  退卡: 'Card returned',
  开错: 'Issued wrongly',
  结账作废: 'Voided at closing',
  其他: 'Other',
}

const moves: Record<VoidMove, string> = {
  request: 'asked for',
  urge: 'made urgent',
  remind: 'reminder',
  escalate: 'passed on to the next one up',
  approve: 'approved',
  confirm: 'confirmed by an officer',
  giveBack: 'given back',
  withdraw: 'withdrawn',
  expire: 'closed for want of an answer',
  submit: 'submitted to the platform',
  finish: 'reversed by the platform',
  refuse: 'refused by the platform',
  fail: 'unknown',
  resubmit: 'to be submitted again, by an officer',
  giveUp: 'given up by an officer',
}

export const voidEn: VoidWording = {
  ask: voidAskEn,
  states,
  toConfirm: 'to be confirmed by an officer',
  reasons,
  card: {
    title: (id, urgent) => `Void request ${id}${urgent ? ' (urgent)' : ''}`,
    reason: 'Reason',
    asker: 'Asked for by',
    state: 'State',
    deadline: 'Please answer by',
    paper: 'Paper receipt taken back',
    files: 'Files',
    fileCount: (count) => `${count}`,
    note: 'Note',
    red: 'Red receipt',
    redNumber: (digits, date) => `ends in ${digits}, issued ${date}`,
    history: 'History:',
    step: (time, move, who, note) =>
      `· ${time} ${moves[move]}${who ? ` (${who})` : ''}${note ? `: ${note}` : ''}`,
    reasonText: (reason, text) =>
      text === undefined ? reasons[reason] : `${reasons[reason]}: ${text}`,
  },
  choices: {
    approve: 'Approve',
    giveBack: 'Give back',
    receipt: 'See the receipt',
    files: 'See the files',
    withdraw: 'Withdraw',
    urge: 'Urgent',
    again: 'Ask again',
    resubmit: 'Submit again',
    giveUp: 'Give up',
    red: 'Open the red receipt',
    sure: (what) => `Yes: ${what}`,
    no: 'Not now',
    export: 'Export as a table',
    next: 'Next page',
    take: 'Take it up',
    decline: 'Decline',
  },
  told: {
    request: 'A void request waits for your approval:',
    urge: 'An urgent void request: the payer is waiting at the window, please answer soon:',
    remind: 'A reminder: this void request still waits for you:',
    escalate: 'This void request was not answered in time and comes to you now:',
    confirm: 'The approver has agreed; by the rules you confirm it, too:',
    approved: (id) => `${id}: approved; an officer confirms it before it goes to the platform.`,
    giveBack: (id, note) =>
      `${id} was given back: ${note}. You can ask again once it is put right.`,
    withdraw: (id) => `${id} was withdrawn by who asked; nothing is left to be done.`,
    expire: (id) =>
      `${id} was never answered and is closed. If it is still needed, please talk to the approver and ask again.`,
    finish: 'Reversed:',
    refuse: (id, why) => `${id} was not reversed: ${why}. Please check the state of the receipt.`,
    fail: 'What became of this reversal is unknown. Please look at the receipt on the platform: if it is reversed, do nothing, it will be noticed here; only if it is surely not, choose “Submit again”:',
    failedForAsker: (id) =>
      `${id}: the platform gave no result, an officer looks into it. Nothing is submitted again by itself; please do not reverse it elsewhere.`,
    delayed: (id) =>
      `${id} is approved but not submitted yet: the platform is away. It is submitted once when it is back; please do not reverse the receipt otherwise.`,
    delayedForOfficer: (id) =>
      `Void request ${id} is approved but not submitted yet: the platform is away. It is submitted once when it is back; please see whether the platform is well.`,
    giveUp: (id) => `${id}: an officer looked into it and gave it up. Please ask again if needed.`,
    payerDone: (unit, name) =>
      `${unit} has reversed “${name}” for you. The original can no longer be used as an expense claim; the refund follows that unit's arrangements.`,
    payerNot: (unit, name) =>
      `${unit} has not reversed “${name}” this time. Please ask that unit why.`,
    payerTaken: (unit, name) => `${unit} has taken up your wish about “${name}”.`,
    payerDeclined: (unit, name) =>
      `${unit} does not take up your wish about “${name}” for now. Please ask that unit why.`,
  },
  why: {
    already: 'this receipt is reversed already',
    booked: 'a unit has booked this receipt and must undo its booking first',
    paper: 'this receipt was exchanged for paper since, and the paper must be taken back first',
    none: 'the platform knows of no reversal',
    unknown: 'no answer within a day',
    pending: 'accepted a day ago and still not done',
  },
  done: {
    approved: (id) => `${id} is approved and goes to the platform now; you are told the result.`,
    toOfficer: (id) =>
      `${id} is approved. By the rules an officer confirms it before it is submitted.`,
    confirmed: (id) => `${id} is confirmed and goes to the platform now; you are told the result.`,
    givenBack: (id) => `${id} was given back, and who asked is told.`,
    withdrawn: (id) => `${id} is withdrawn.`,
    urged: (id) => `${id} is urgent now; every approver of the unit was told.`,
    urgedAbove: (id) =>
      `${id} is urgent now. No other approver of the unit is bound; an officer was told.`,
    resubmitted: (id) =>
      `${id}: the platform is asked once more; only if it knows of no reversal, it is submitted again.`,
    gaveUp: (id) => `${id} is given up, and who asked is told.`,
    kept: 'All right, nothing was done.',
    sure: (what, id) => `${what} ${id}: are you sure?`,
    askWhy: (id) =>
      `Why is ${id} given back? Please write it, it is passed on to who asked. Send “cancel” to leave.`,
    ownRequest:
      'Nobody approves what they asked for. Another approver of the unit or an officer does.',
    notNow: (id, state) => `${id} is “${states[state]}” now: this cannot be done.`,
    calledBefore: (id) =>
      `${id} was submitted to the platform once, and the result is not known yet: it cannot be withdrawn. You are told the result.`,
    noSuch: 'There is no such request, or it is not within your duties.',
    which: 'Please name the request, for example VR-2026-000001.',
    noFiles: 'No files came with this request.',
    files: 'The files:',
    receiptAway: 'The receipt platform cannot be reached now, please try later.',
    red: 'The red receipt is on the one-time page below: for 10 minutes, in the first browser that opens it. Please do not pass it on.',
    redLabel: 'Open the red receipt',
  },
  list: {
    mine: (count) =>
      `Void requests that you asked for, newest first, ${count} in all; choose one to open it:`,
    noneMine: 'You have asked for no void request yet.',
    wishes: 'Wishes that you had passed on:',
    wish: (date, unit, state) => `· ${date} ${unit}: ${state}`,
    wishStates: {
      open: 'waits for the unit',
      taken: 'under way',
      declined: 'not taken up',
      over: 'over',
    },
    waiting: (count) => `Void requests that wait for you, ${count} in all; choose one to open it:`,
    noneWaiting: 'No void request waits for you now.',
    all: (filter, count) => `Void requests${filter}, ${count} in all, newest first:`,
    noneAll: (filter) => `There are no such void requests${filter}.`,
    filter: (parts) => (parts.length > 0 ? ` (${parts.join(', ')})` : ''),
    older: (days) => `older than ${days} days`,
    line: (id, state, amount) => `${id} ${state} ${amount} yuan`,
    hint: 'You can narrow it down: void list waiting; void list NAME OR CODE OF A UNIT; void list 3 days.',
    exported: (count, all) =>
      count < all
        ? `The newest ${count} of ${all} requests as a table; narrow the list down for the others:`
        : `${count} requests as a table:`,
    notExported: 'The table could not be made. Please narrow the list down and try again.',
    exportName: 'void-requests',
    header: [
      ...['Id', 'State', 'Unit code', 'Unit', 'Receipt', 'Receipt code', 'Receipt number'],
      ...['Amount (yuan)', 'Issued on', 'Reason', 'Note', 'Asked at', 'In this state since'],
      'Red receipt number',
    ],
  },
  alarm: (id) =>
    `【鄂票通】What became of void request ${id} on the platform is unknown, and no officer or administrator is bound who could decide. Please bind one and look at the platform.`,
  menu: { void: 'Void request', requests: 'My requests' },
}
