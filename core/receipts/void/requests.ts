/** What can be done with void requests that were made: looked at, listed, and moved by those who may. */
import { faq } from '../../faq/intent.ts'
import { mightEver } from '../../people/role.ts'
import type { Desk, Intent, Outcome, Turn } from '../../turn.ts'
import { plainText } from '../reference.ts'
import { voidIdIn, type VoidRequest } from '../void.ts'
import { approve, askWhy, confirm, giveBack } from './approving.ts'
import type { RequestAction } from './card.ts'
import { decide } from './deciding.ts'
import { askAgain, receiptOf, show, showFiles, showRed, urge, withdraw } from './following.ts'
import { listAll } from './listing.ts'
import { mine, waitingFor } from './lists.ts'
import { maySee } from './people.ts'

export const request: Intent = {
  name: 'request',
  commands: [
    'request',
    'requests',
    'approvals',
    'voids',
    'approve',
    'giveBack',
    'withdraw',
    'urge',
  ],
  // “开错了” begins a request elsewhere; here it says why this one is given back.
  precedes: ({ session, picked, command, reading }) =>
    session.dialog?.kind === 'void-return' && !picked && command === 'void' && !reading.number,
  continues: ({ session, text }) => session.dialog?.kind === 'void-return' && text.trim() !== '',
  handle: async (turn, desk) => {
    const { picked, command, session } = turn
    const { dialog } = session
    if (picked?.action === 'list') return listAll(turn, desk)
    if (picked?.action === 'mine') return mine(turn, desk)
    if (picked?.action === 'waiting') return waitingFor(turn, desk)
    if (picked) return chosen(turn, desk)
    if (command === 'requests') return mine(turn, desk)
    if (command === 'approvals') return waitingFor(turn, desk)
    if (command === 'voids') return listAll(turn, desk)
    if (dialog?.kind === 'void-return' && (!command || command === 'void')) {
      return reasonGiven(turn, desk, dialog.id)
    }
    return byWords(turn, desk)
  },
}

/** Whatever becomes of it, the question is over: the next words are no reason any more. */
async function reasonGiven(turn: Turn, desk: Desk, id: string): Promise<Outcome> {
  const waiting = await seen(turn, desk, id)
  const outcome = waiting ? await giveBack(turn, desk, waiting, turn.message.text) : refused(turn)
  const { dialog: _over, ...said } = outcome
  return said
}

/** “同意 VR-…”, “VR-…”; who never has anything to do with requests said something else. */
async function byWords(turn: Turn, desk: Desk): Promise<Outcome> {
  const { command, text, person, wording } = turn
  const id = voidIdIn(command === 'request' ? turn.message.text : text)
  if (!mightEver(person, 'void.see')) {
    if (id !== undefined) return refused(turn)
    return faq.handle({ ...turn, text: plainText(turn.message.text).trim() }, desk)
  }
  if (id === undefined) {
    return command === 'withdraw' || command === 'urge'
      ? mine(turn, desk)
      : command === 'request'
        ? { reply: { text: wording.void.done.which }, dialog: 'keep' }
        : waitingFor(turn, desk)
  }
  const found = await seen(turn, desk, id)
  if (!found) return refused(turn)
  if (command === 'giveBack') {
    const why = text.replace(/^[\s:：]*(?:vr[\s-]*)?20\d{2}[\s-]*\d{6}[\s,，:：]*/iu, '').trim()
    return why === '' ? askWhy(turn, desk, found) : giveBack(turn, desk, found, why)
  }
  if (command === 'approve')
    return found.state === 'approved' ? confirm(turn, desk, found) : approve(turn, desk, found)
  if (command === 'withdraw') return withdraw(turn, desk, found)
  return command === 'urge' ? urge(turn, desk, found) : show(turn, desk, found)
}

/** Irreversible steps, by which a number may have been meant for another list. */
const SURE: readonly RequestAction[] = ['approve', 'confirm', 'resubmit', 'giveUp', 'withdraw']

const steps: Readonly<
  Record<RequestAction, (turn: Turn, desk: Desk, request: VoidRequest) => Promise<Outcome>>
> = {
  ...{ show, approve, confirm, withdraw, urge },
  giveBack: askWhy,
  receipt: receiptOf,
  files: showFiles,
  again: askAgain,
  resubmit: (...asked) => decide(...asked, 'resubmit'),
  giveUp: (...asked) => decide(...asked, 'giveUp'),
  red: showRed,
}

async function chosen(turn: Turn, desk: Desk): Promise<Outcome> {
  const { picked, message } = turn
  const action = (picked?.action ?? '') as RequestAction | 'no'
  if (action === 'no') return { reply: { text: turn.wording.void.done.kept } }
  const found = await seen(turn, desk, picked?.data?.['id'] ?? '')
  if (!found) return refused(turn)
  const sure = message.choice !== undefined || picked?.data?.['sure'] === 'yes'
  if (!sure && SURE.includes(action)) return askSure(turn, found, action)
  return steps[action](turn, desk, found)
}

function askSure({ wording, picked }: Turn, { id }: VoidRequest, action: RequestAction): Outcome {
  const { choices: words, done } = wording.void
  const what = picked?.label ?? ''
  return {
    reply: {
      text: done.sure(what, id),
      choices: [
        {
          ...{ label: words.sure(what), intent: 'request', action, means: 'yes' },
          data: { id, sure: 'yes' },
        },
        { label: words.no, intent: 'request', action: 'no', means: 'no' },
      ],
    },
    dialog: 'keep',
  }
}

/** A request of others and one that does not exist are the same to who may not see it. */
async function seen(
  { person }: Turn,
  { store }: Desk,
  id: string,
): Promise<VoidRequest | undefined> {
  const found = await store.voids.find(id)
  return found && (await maySee(store, person, found)) ? found : undefined
}

function refused({ wording }: Turn): Outcome {
  return { reply: { text: wording.void.done.noSuch }, dialog: 'keep' }
}
