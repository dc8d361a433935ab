import { type DeliveryFacts, isUnreached } from '#app/domain/contacts/follow-delivery.ts'
import { readWindow, stepsDue, type WindowFacts } from '#app/domain/maintenance/effective-status.ts'
import { type JudgedFacts, judge } from '#app/domain/probes/judge.ts'
import { type AlarmFacts, decideAlarm } from '#app/domain/probes/raise-alarm.ts'
import { isQuiet, type QuietFacts } from '#app/domain/probes/resolve-quiet.ts'
import { replayDeadline } from '#app/domain/replay/deadlines.ts'
import { replayNotice } from '#app/domain/replay/notices.ts'
import { replayRenewal, replayRequest } from '#app/domain/replay/requests.ts'
import { type ActKind, basisOf, type Given, NOTHING, type StoredAct } from '#app/domain/replay/stored-act.ts'
import { replayHold, replayLifting, replayPass, replayRestriction } from '#app/domain/replay/withholding.ts'
import { type EvidenceFacts, evidenceDates } from '#app/domain/reviews/evidence-dates.ts'
import { type FailingFacts, haltReason } from '#app/domain/webhooks/retries.ts'

const deadline: ActKind = { replay: replayDeadline }
const restriction: ActKind = {
  replay: replayRestriction,
  isSurely: ({ after }) => after?.cause === 'documents_overdue',
}
const maintenance: ActKind = { replay: replayMaintenance }
const halt: ActKind = {
  replay: (act) => ({ reason: haltReason(basisOf<FailingFacts>(act)) }),
  isSurely: ({ after }) => after?.reason === 'gone' || after?.reason === 'unanswered',
}
const unreached: ActKind = { replay: (act) => (isUnreached(basisOf<DeliveryFacts>(act)) ? {} : NOTHING) }

/** Everything that follows from rules by itself, by the action under which the audit keeps it. */
export const ACTS: Readonly<Record<string, ActKind>> = {
  'requirement.requested': {
    replay: replayRequest,
    isSurely: ({ after }) => after?.clockFrom != null || after?.batchId != null,
  },
  'requirement.dated': { replay: replayRenewal },
  'requirement.clock_started': deadline,
  'requirement.clock_set': deadline,
  'requirement.clock_paused': deadline,
  'requirement.clock_resumed': deadline,
  'requirement.clock_extended': deadline,
  'document.accepted': { replay: replayDocument },
  'notice.sent': { replay: replayNotice },
  'contact_task.opened': unreached,
  'contact_task.failed_again': unreached,
  'restriction.imposed': restriction,
  'restriction.extended': restriction,
  'restriction.lifted': {
    replay: replayLifting,
    isSurely: ({ after }) => after?.liftingReason === 'requirements_satisfied',
  },
  'held_batch.opened': { replay: replayHold },
  'held_batch.grown': { replay: replayHold },
  'held_batch.passed': { replay: replayPass },
  'maintenance.begun': maintenance,
  'maintenance.completed': maintenance,
  'probe.alarmed': { replay: replayAlarm },
  'probe.recovered': { replay: (act) => (verdictOf(act) === 'recovered' ? {} : NOTHING) },
  'probe.resolved': { replay: (act) => (isQuiet(basisOf<QuietFacts>(act)) ? {} : NOTHING) },
  'webhook.paused': halt,
  'webhook.disabled': halt,
}

/** The dates under which a document counts as evidence. */
function replayDocument(act: StoredAct, given: Given) {
  const { policyVersion, ...facts } = basisOf<EvidenceFacts & { policyVersion: number }>(act)
  const type = given.policy(policyVersion).documentTypes.find(({ code }) => code === act.after?.documentType)
  return type ? { ...evidenceDates(type, facts) } : NOTHING
}

/** A window that began or ended by itself. */
function replayMaintenance(act: StoredAct) {
  const { window, at } = basisOf<WindowFacts>(act)
  const step = act.action === 'maintenance.begun' ? 'in_progress' : 'completed'
  return stepsDue(readWindow(window), new Date(at)).includes(step) ? { status: step } : NOTHING
}

/** A probe that failed often enough, and where that was said. */
function replayAlarm(act: StoredAct) {
  const { act: how, incidentId } = decideAlarm(basisOf<{ alarm: AlarmFacts }>(act).alarm)
  if (verdictOf(act) !== 'failed') return NOTHING
  // Of an incident that is opened, the id is not decided.
  return { act: how, ...(how !== 'opened' && { incidentId }) }
}

function verdictOf(act: StoredAct) {
  const { watch, check, thresholds } = basisOf<{ judged: JudgedFacts }>(act).judged
  const { failingSince } = watch
  const revived = { ...watch, failingSince: failingSince && new Date(failingSince) }
  return judge({ watch: revived, check: { ...check, at: new Date(check.at) }, thresholds }).event
}
