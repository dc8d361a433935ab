import { type Context, type TransactionContext, withTransaction } from '#app/domain/context.ts'
import type { Check } from '#app/domain/probes/check-url.ts'
import type { ClaimedProbe } from '#app/domain/probes/claim-probes.ts'
import { type JudgedFacts, judge } from '#app/domain/probes/judge.ts'
import { raiseAlarm } from '#app/domain/probes/raise-alarm.ts'
import { takeBackAlarm } from '#app/domain/probes/take-back-alarm.ts'
import { lockName } from '#db/lock.ts'
import { ProbeResult, ProbeState } from '#db/models/probes.ts'

/**
 * Writes down what a claimed probe found at `at`, with all that follows from it, and lets go of the claim. False when
 * the claim was lost meanwhile, to another worker or to a change of the probe: then nothing is written.
 */
export async function recordCheck(
  ctx: Context,
  probe: ClaimedProbe,
  { at, ...check }: Check & { at: Date },
): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const state = await ProbeState.query(tx.db).findOne({ probeId: probe.id, claim: probe.claim }).forUpdate()
    if (!state) return false
    const ok = check.outcome === 'ok'
    const { failing, failures, successes, failingSince } = state
    const { failuresToAlarm, successesToRecover } = probe
    const judged: JudgedFacts = {
      watch: { failing, failures, successes, failingSince },
      check: { ok, at },
      thresholds: { failuresToAlarm, successesToRecover },
    }
    const { watch, event } = judge(judged)
    const quiet = ok && !watch.failing && state.incidentId !== null
    await ProbeResult.query(tx.db).insert({ probeId: probe.id, at, ...check })
    await ProbeState.query(tx.db)
      .patch({
        ...watch,
        ...check,
        checkedAt: at,
        answeredAt: check.httpStatus === null ? state.answeredAt : at,
        quietSince: quiet ? (state.quietSince ?? at) : null,
        heldBy: null,
        nextDueAt: new Date(at.getTime() + probe.intervalSeconds * 1000),
        claim: null,
        claimedUntil: null,
      })
      .where({ probeId: probe.id })
    if (event === 'none') return true
    await takeTurn(tx, probe.componentId)
    if (event === 'failed') {
      const alarm = { outcome: check.outcome, httpStatus: check.httpStatus, since: watch.failingSince ?? at }
      const change = await raiseAlarm(tx, probe, alarm, judged)
      await ProbeState.query(tx.db).patch(change).where({ probeId: probe.id })
    }
    if (event === 'recovered') await takeBackAlarm(tx, probe, state.incidentId, judged)
    return true
  })
}

/**
 * Of two probes of one component that have something to say at once, the second sees what the first has said. Not a
 * lock on the component's row: publishers take that after their incident's, probes before it.
 */
async function takeTurn(tx: TransactionContext, componentId: string): Promise<void> {
  await lockName(tx.db, `probes:${componentId}`)
}
