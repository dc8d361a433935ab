import {
  type DigestFacts,
  type DigestItem,
  decideDigest,
  inDigestOrder,
  rungsOf,
} from '#app/domain/notices/decide-digest.ts'
import { basisOf, type Given, NOTHING, type StoredAct } from '#app/domain/replay/stored-act.ts'
import { type ReinstatedFacts, reinstated } from '#app/domain/restrictions/lift-one.ts'
import { everythingWithheld, type RestrictedFacts } from '#app/domain/sweep/impose-restrictions.ts'

interface Requested {
  readonly requirements: readonly DigestItem[]
  /** What was just asked. */
  readonly first: readonly string[]
}

/** A notice: that it is written, and of what it speaks. */
export function replayNotice(act: StoredAct, given: Given) {
  const { policyVersion, ...basis } = basisOf<{ policyVersion: number }>(act)
  const { rules } = given.policy(policyVersion)
  switch (act.after?.kind) {
    case 'restricted':
      return everythingWithheld(basis as RestrictedFacts)
    case 'reinstated': {
      const facts = basis as ReinstatedFacts
      const capabilities = reinstated(facts)
      return capabilities.length > 0 ? { capabilities, requirementIds: facts.requirementIds } : NOTHING
    }
    case 'requested': {
      const { requirements, first } = basis as Requested
      return listing(inDigestOrder(requirements, first), requirements)
    }
    default: {
      const facts = basis as DigestFacts
      const { lists } = decideDigest(facts, rules.reminderDays)
      return lists ? listing(lists, facts.requirements) : NOTHING
    }
  }

  function listing(requirementIds: readonly string[], requirements: readonly DigestItem[]) {
    return { requirementIds, rungs: rungsOf(requirementIds, requirements, act.at, rules.reminderDays) }
  }
}
