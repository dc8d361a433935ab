import type { WholeEntry } from '#app/domain/deadlines/clock.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'
import type { PolicyContent } from '#app/domain/policy/schemas.ts'
import type { Basis } from '#app/domain/sweep/decision.ts'

/** An entry of the audit that an automatic act may have left. */
export interface StoredAct {
  readonly id: number
  readonly at: Date
  readonly action: string
  readonly subjectId: string
  readonly accountId: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** What is stored beside an entry, and never changes: an act names the part of it that it rested on. */
export interface Given {
  /** A version of the policy. Throws where there is none. */
  policy(version: number): CurrentPolicy & PolicyContent
  /** The deadline ledger of a requirement, in order. */
  ledger(requirementId: string): readonly WholeEntry[]
  /** The decisions behind a restriction, as officers are shown them. */
  decisions(restrictionId: string): Basis['decisions']
}

/** One kind of automatic act. */
export interface ActKind {
  /**
   * Takes the decision anew, by the functions that took it: fields of what the entry must say that it left, or
   * `NOTHING`. Throws where the inputs cannot be read or the rules refuse them.
   */
  replay(act: StoredAct, given: Given): Readonly<Record<string, unknown>>
  /** Whether an entry without inputs was such an act all the same: people do some of them too. Always, unless told. */
  isSurely?(act: StoredAct): boolean
}

/** Nothing follows from the inputs: there would have been no such entry. */
export const NOTHING = { action: null }

/** What an act rested on. Its form is that of the version that wrote it, so whoever reads it may find it wanting. */
export const basisOf = <Facts>(act: StoredAct): Facts => act.after?.basis as Facts
