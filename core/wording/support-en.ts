/** The words about humans and tickets. */
import type { TicketState } from '../support/ticket.ts'
import type { SupportWording } from './support-zh-cn.ts'

const states: Record<TicketState, string> = {
  open: 'is waiting',
  taken: 'is being worked on',
  transferred: 'is waiting (passed on)',
  reopened: 'is waiting (opened again)',
  closed: 'is closed',
  spam: 'is marked as spam',
}

export const supportEn: SupportWording = {
  opened: (id, queue) => `You are passed on to a person: ticket ${id}, staff for “${queue}”.`,
  hours: (hours) =>
    `Staffed on working days ${hours.map(([from, to]) => `${from}–${to}`).join(' and ')} (Beijing time).`,
  toldNow: 'They have been told.',
  toldEarly: (time) => `It is out of hours: noted, they have been told, and answer from ${time}.`,
  unstaffed: (id) =>
    `It is noted: ticket ${id}. There is nobody yet who could take it; if it is urgent, ask the issuing unit or call 12345.`,
  goOn: 'What you send from here on is added to it.',
  sayWhat: 'Please say what it is about. What you send from here on is added to it.',
  howToEnd: 'If you no longer need this, send “end human”.',
  already: (id) =>
    `You have ticket ${id}: what you send is added to it. To end it, send “end human”.`,
  blocked:
    'Sorry, we cannot pass you on to a person. For a receipt please ask its issuer; for rules call 12345.',
  tooMany:
    'You have used up your tickets for today. Please try tomorrow; if it is urgent call 12345.',
  noTicket: 'You have no open ticket.',
  withdrawn: (id) => `Ticket ${id} is withdrawn. I am back: what can I do?`,
  over: 'This ticket has moved on. Please send “human” again.',
  reopened: (id) =>
    `Ticket ${id} is open again and the staff has been told. Please say what is still missing.`,
  reopenedUnstaffed: (id) =>
    `Ticket ${id} is open again; there is nobody yet who could take it. Please say what is still missing.`,
  passedOn: (id) =>
    `Passed on to the staff (ticket ${id}). What follows is passed on without a word of mine.`,
  noted: (id) =>
    `Added to ticket ${id}; there is nobody yet who could take it. What follows is added without a word of mine.`,
  backAgain: 'The staff has ended this; your last message was not passed on. Please send it again.',
  trouble: {
    refused:
      'This file cannot be taken: pictures, PDF, OFD, XML, sheets, documents and zips up to 10 MB only.',
    lost: 'The file did not arrive. Please send it again.',
  },
  fromStaff: (text) => `[Staff] ${text}`,
  takenForAsker: (id) => `Ticket ${id}: a member of the staff has taken it.`,
  transferredForAsker: (id) => `Ticket ${id} was passed to other staff.`,
  closed: (id) => `Ticket ${id} is closed, and I am back. Did this help?`,
  closedQuiet: (id, days) =>
    `Ticket ${id} has been quiet for ${days} days and is closed. Did this help?`,
  ended: (id) => `Ticket ${id} is closed.`,
  helped: 'Good to hear that.',
  menu: { human: 'Talk to a person', queue: 'Open tickets (staff)' },
  choices: {
    human: 'Talk to a person',
    end: 'End human',
    take: 'Take',
    transfer: 'Pass on',
    junk: 'Spam',
    takeThis: (id) => `Take ${id}`,
    helped: 'It helped',
    unsolved: 'Not solved',
  },
  staff: {
    onlyStaff: 'Tickets are worked on in the staff group or in private.',
    nobody: (id) => `Nobody can take ticket ${id}: there is no staff group and no officer.`,
    nobodyTook: (id) => `Nobody has taken ticket ${id}: please see to it.`,
    quiet: (id) => `Ticket ${id} was quiet and is closed.`,
    why: {
      opened: 'new ticket',
      again: 'still waiting',
      transferred: 'passed on to you',
      reopened: 'not solved, open again',
      silent: 'taken and not answered',
      left: 'who had taken it has left',
    },
    announced: (id, queue, why, since) => `[Ticket ${id}] ${why} · ${queue} · since ${since}`,
    line: (by, text) =>
      `${{ asker: 'Q', assistant: 'Assistant', staff: 'A', note: 'Note' }[by]}: ${text}`,
    receiptAnswer: '(about a receipt or a person, left out)',
    howToReply: 'Reply to this message to answer.',
    howInGroup: (id) =>
      `Quote this message and mention me: “take”, “transfer”, “spam” or your answer; or send “/take ${id}”.`,
    howToAnswer: (id) =>
      `Answer by replying to the ticket, or with “#${id} your words”. In a reply “/c words” sends an entry of the FAQ. When done: “close ${id}”.`,
    taken: (id, name) => `Ticket ${id} is taken by ${name}.`,
    takenBy: (id, name) => `Ticket ${id} was taken by ${name}.`,
    withdrawn: (id) => `Ticket ${id} was withdrawn by who asked.`,
    fromAsker: (id, text) => `[Ticket ${id}] ${text}`,
    onlyFile: '(file)',
    sent: (id) => `Sent (${id}).`,
    which: 'Please reply to a ticket, or name it: “/take T-000001”.',
    two: 'You replied to one ticket and named another: please keep one of them.',
    whichQueue: 'Please say to whom: “/transfer #1 武汉市”; without it goes to the next ones up.',
    noneAbove: 'There is nobody further up: take it, or say to whom: “/transfer #1 武汉市”.',
    own: 'This is your own ticket: somebody else has to answer it.',
    heldBy: (id, name) => `Ticket ${id} is with ${name}.`,
    notNow: (id, state) => `Ticket ${id} ${states[state]}: this cannot be done now.`,
    up: 'one place up',
    timedOut: (id) => `Ticket ${id} was taken and not answered: it waits for somebody again.`,
    transferred: (id, to) => `Ticket ${id} was passed on (${to}).`,
    ended: (id, how) =>
      how === 'close' ? `Ticket ${id} is closed.` : `Ticket ${id} is marked as spam.`,
    noteWhat: 'Please add the note: “note #1 called back”.',
    noted: (id) => `Noted (${id}); only the staff sees it.`,
    notSent: ' Nothing of this was sent.',
    answerWhat: 'Please add your answer.',
    cannedWhat: 'Please add some words: “/c voiding”.',
    cannedOr: (questions) => `Please be more exact; perhaps:\n${questions.join('\n')}`,
    cannedNone: 'No entry of the FAQ was found.',
    draftWhen: (id) => `Ticket ${id} must be closed first.`,
    draftEmpty: (id) => `There is no question with an answer in ticket ${id}.`,
    drafted: (id) => `Kept as a draft (${id}) for an editor of the FAQ.`,
    blocked: (id) => `Who opened ticket ${id} is blocked.`,
    unblocked: (id) => `Who opened ticket ${id} is no longer blocked.`,
    nothingWaits: 'No ticket is open.',
    todo: 'Open tickets, the oldest first:',
    todoLine: (id, queue, minutes, asked, holder) =>
      `${id} · ${queue} · ${minutes} min · ${holder === undefined ? 'waiting' : `with ${holder}`}${asked === '' ? '' : ` · ${asked}`}`,
    more: 'There are more; see to these first.',
    answerSoon: (id) => `Ticket ${id} still waits for your answer; otherwise it goes to others.`,
  },
}
