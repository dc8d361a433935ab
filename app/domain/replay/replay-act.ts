import { ACTS } from '#app/domain/replay/acts.ts'
import { same } from '#app/domain/replay/same.ts'
import type { Given, StoredAct } from '#app/domain/replay/stored-act.ts'

/** What became of an act when its decision was taken anew. */
export type Replayed =
  | { readonly result: 'same' }
  /** The entry keeps no inputs: it was written before they were kept. */
  | { readonly result: 'no_inputs' }
  /** What the entry says, and what follows from its inputs: the parts that differ. */
  | { readonly result: 'different'; readonly stored: object; readonly replayed: object }
  /** The inputs cannot be read, or the rules refuse them. */
  | { readonly result: 'different'; readonly refused: string }

/** Takes the decision of an entry anew; null where it is no automatic act. */
export function replayAct(act: StoredAct, given: Given): Replayed | null {
  const kind = ACTS[act.action]
  if (!kind) return null
  if (!act.after?.basis) return kind.isSurely?.(act) === false ? null : { result: 'no_inputs' }
  let replayed: Readonly<Record<string, unknown>>
  try {
    replayed = kind.replay(act, given)
  } catch (error) {
    return { result: 'different', refused: error instanceof Error ? error.message : String(error) }
  }
  const stored: Readonly<Record<string, unknown>> = { action: act.action, at: act.at, ...act.after }
  const differing = Object.keys(replayed).filter((key) => !same(stored[key], replayed[key]))
  if (differing.length === 0) return { result: 'same' }
  const partOf = (whole: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(differing.map((key) => [key, whole[key] ?? null]))
  return { result: 'different', stored: partOf(stored), replayed: partOf(replayed) }
}
