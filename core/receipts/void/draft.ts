/** A draft of a void request, and the question for its reason. */
import type { Choice } from '../../message.ts'
import type { Outcome, Turn } from '../../turn.ts'
import { type VoidReason, voidReasons } from '../void.ts'
import type { VoidDialog } from './dialog.ts'

/** All that is known so far. */
export type Draft = Omit<VoidDialog, 'kind' | 'asked'>

/** Which draft a button belongs to: one of another draft is stale. */
export function dataOf({ code = '', number = '' }: Draft): Readonly<Record<string, string>> {
  return { code, number }
}

/** What was said of the receipt just now, added to what is known. */
export function draftOf({ reading }: Turn, dialog?: VoidDialog): Draft {
  const { code = dialog?.code, number = dialog?.number, check = dialog?.check } = reading
  return {
    ...(code !== undefined && { code }),
    ...(number !== undefined && { number }),
    ...(check !== undefined && { check }),
  }
}

const similar: readonly (readonly [VoidReason, RegExp])[] = [
  ['退费', /^(?:退费|退款|退钱|缴重了|重复缴费|refund(?:ed)?)$/iu],
  ['退号', /^(?:退号|退挂号|appointment cancelled)$/iu],
  ['退卡', /^(?:退卡|card returned)$/iu],
  ['开错', /^(?:(?:(?:这张)?票据?|抬头|金额)?开错了?|开错票了?|开票错误|issued wrongly)$/iu],
  ['结账作废', /^(?:结账作废|结帐作废|voided at closing)$/iu],
  ['其他', /^(?:其他|其它|other)$/iu],
]

/** One of the usual reasons, by its words. */
export function reasonIn(text: string): VoidReason | undefined {
  const plain = text.trim().replace(/[。.!！]$/u, '')
  return similar.find(([, pattern]) => pattern.test(plain))?.[0]
}

export function reasonQuestion({ wording }: Turn, draft: Draft): Outcome {
  const { void: words } = wording
  return {
    reply: {
      text: `${words.ask.reason}\n${wording.void.ask.cancelHint}`,
      choices: voidReasons.map((reason): Choice => ({
        label: words.reasons[reason],
        intent: 'void',
        action: 'reason',
        data: { ...dataOf(draft), reason },
      })),
    },
    dialog: { ...draft, kind: 'void', asked: 'reason' },
  }
}
