/** The figures of a ranker over labelled questions: how often it is right, how often it speaks when it should not. */
import type { Asked } from './examples.ts'
import { decide, type Ranked } from './rank.ts'

/** What the ranker made of one question. */
export interface Outcome {
  readonly asked: Asked
  readonly ranked: Ranked
}

/** Shares lie between 0 and 1; a share of nothing is 0. */
export interface Figures {
  readonly n: number
  readonly top1: number
  readonly recall3: number
  readonly mrr: number
  readonly answered: number
  readonly suggested: number
  readonly declined: number
  readonly answeredWrong: number
  readonly oosNearAnswered: number
  readonly oosFarAnswered: number
  readonly rightAt95: number
}

const CERTAIN = 0.95

export function measure(outcomes: readonly Outcome[]): Figures {
  const inside = outcomes.filter(({ asked }) => asked.id !== null)
  const ranks = inside.map(rankOfRight)
  const decisions = inside.map(({ ranked }) => decide(ranked))
  const kind = (name: string) => share(decisions, (decision) => decision.kind === name)
  return {
    n: inside.length,
    top1: share(ranks, (rank) => rank === 1),
    recall3: share(ranks, (rank) => rank <= 3),
    mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / (ranks.length || 1),
    answered: kind('answer'),
    suggested: kind('suggest'),
    declined: kind('decline'),
    answeredWrong: share(inside, ({ asked, ranked }) => {
      const decision = decide(ranked)
      return decision.kind === 'answer' && !isRight(asked, decision.id)
    }),
    oosNearAnswered: answeredOutside(outcomes, 'near'),
    oosFarAnswered: answeredOutside(outcomes, 'far'),
    rightAt95: rightAt(CERTAIN, outcomes),
  }
}

export function isRight({ id, also = [] }: Asked, found: string): boolean {
  return found === id || also.includes(found)
}

/** Counted from 1; infinite when it was not found. */
function rankOfRight({ asked, ranked }: Outcome): number {
  const at = ranked.found.findIndex(({ id }) => isRight(asked, id))
  return at < 0 ? Infinity : at + 1
}

function answeredOutside(outcomes: readonly Outcome[], kind: 'near' | 'far'): number {
  const outside = outcomes.filter(({ asked }) => asked.id === null && asked.kind === kind)
  return share(outside, ({ ranked }) => decide(ranked).kind === 'answer')
}

/**
 * The largest share of questions in scope that are answered rightly at a threshold at which this share of all
 * answers is right. Questions with the same score are answered together or not at all.
 */
function rightAt(certainty: number, outcomes: readonly Outcome[]): number {
  const inside = outcomes.filter(({ asked }) => asked.id !== null).length
  const offers = outcomes
    .flatMap(({ asked, ranked: { found } }) =>
      found[0] ? [{ score: found[0].score, right: isRight(asked, found[0].id) }] : [],
    )
    .sort((a, b) => b.score - a.score)
  let [right, most] = [0, 0]
  offers.forEach((offer, index) => {
    if (offer.right) right++
    const together = offers[index + 1]?.score === offer.score
    if (!together && right >= certainty * (index + 1)) most = Math.max(most, right)
  })
  return most / (inside || 1)
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length
}
