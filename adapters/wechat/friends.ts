/** Friend requests: accepted when they say what they want, and never faster than a person would. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as PUPPET from 'wechaty-puppet'
import type { Logger } from '../../core/ports.ts'

const Kind = PUPPET.types.Friendship
/** More than these at once is no bureau's day: the rest is for an administrator to look at. */
const MOST_WAITING = 100
const USUAL_WORD = '票据'

export interface FriendRules {
  /** One of these must stand in the request. */
  readonly words: readonly string[]
  /** Between two acceptances, at least; up to as much again is added by chance. */
  readonly gapMs: number
}

export interface FriendOptions extends FriendRules {
  readonly chance: () => number
  readonly logger: Logger
  /** Who became a friend. */
  readonly onFriend: (contactId: string) => void
}

/** What to tell people to write in their request: the usual word where it is enough. */
export function friendWord({ words }: Pick<FriendRules, 'words'>): string {
  const enough = words.some((word) => USUAL_WORD.includes(word))
  return enough ? USUAL_WORD : (words[0] ?? USUAL_WORD)
}

type Friendships = Pick<PUPPET.impls.PuppetInterface, 'friendshipPayload' | 'friendshipAccept'>

/** Requests wait in memory: WeChat keeps them, and puppets tell of them again. */
export function createFriends({ words, gapMs, chance, logger, onFriend }: FriendOptions) {
  let waiting = 0
  let line = Promise.resolve()

  async function accept(puppet: Friendships, id: string, signal: AbortSignal): Promise<void> {
    try {
      await sleep(gapMs * (1 + chance()), undefined, { signal, ref: false })
      await puppet.friendshipAccept(id)
      logger.info('a friend request was accepted')
    } catch {
      if (!signal.aborted) logger.warn('a friend request could not be accepted')
    } finally {
      waiting -= 1
    }
  }

  return async (puppet: Friendships, id: string, signal: AbortSignal): Promise<void> => {
    const { type, hello = '', contactId } = await puppet.friendshipPayload(id)
    if (type === Kind.Confirm) return onFriend(contactId)
    if (type !== Kind.Receive) return
    const asks = words.some((word) => hello.toLowerCase().includes(word.toLowerCase()))
    if (!asks || waiting >= MOST_WAITING) {
      logger.info('a friend request was left alone', { reason: asks ? 'too many' : 'its words' })
      return
    }
    waiting += 1
    line = line.then(() => accept(puppet, id, signal))
  }
}
