import type { Template } from '#app/mail/render.ts'
import { activation, passwordReset } from '#app/mail/templates/access.tsx'
import { accountClosed, accountReopened } from '#app/mail/templates/account-end.tsx'
import { accountReinstated, accountRestricted } from '#app/mail/templates/account-state.tsx'
import { batchHeld } from '#app/mail/templates/batch-held.tsx'
import { incidentUpdate } from '#app/mail/templates/incident-update.tsx'
import { probeAlarm } from '#app/mail/templates/probe-alarm.tsx'
import { requirementsDue } from '#app/mail/templates/requirements-due.tsx'
import { submissionApproved, submissionRejected } from '#app/mail/templates/submission-decided.tsx'
import { subscriptionConfirm, subscriptionKnown } from '#app/mail/templates/subscription.tsx'
import { webhookHalted } from '#app/mail/templates/webhook-halted.tsx'
import type { MailTemplate } from '#app/mail/types.ts'

export const templates: { [T in MailTemplate]: Template<T> } = {
  activation,
  password_reset: passwordReset,
  requirements_due: requirementsDue,
  submission_approved: submissionApproved,
  submission_rejected: submissionRejected,
  account_restricted: accountRestricted,
  account_reinstated: accountReinstated,
  account_closed: accountClosed,
  account_reopened: accountReopened,
  subscription_confirm: subscriptionConfirm,
  subscription_known: subscriptionKnown,
  incident_update: incidentUpdate,
  probe_alarm: probeAlarm,
  batch_held: batchHeld,
  webhook_halted: webhookHalted,
}
