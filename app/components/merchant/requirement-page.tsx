import { AnswersCard, type ShownAnswer } from '#app/components/merchant/answers-card.tsx'
import { type Clock, DeadlineCard } from '#app/components/merchant/deadline-card.tsx'
import { OutageAlert } from '#app/components/merchant/outage-alert.tsx'
import { Rejection, type ShownRejection } from '#app/components/merchant/rejection.tsx'
import { RequirementLead } from '#app/components/merchant/requirement-lead.tsx'
import { RequirementState } from '#app/components/merchant/requirement-state.tsx'
import { UnreachedAlert } from '#app/components/merchant/unreached-alert.tsx'
import { type Refused, UploadCard } from '#app/components/merchant/upload-card.tsx'
import { WhatCard } from '#app/components/merchant/what-card.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import type { LedgerLine } from '#app/domain/deadlines/schemas.ts'
import type { DueBucket, RequirementStatus } from '#app/domain/due/schemas.ts'
import type { ComingSuspension } from '#app/domain/home/schemas.ts'
import type { PromisedDay } from '#app/domain/reviews/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface RequirementPageProps {
  id: string
  name: string
  description: string
  legalGround: string
  sides: 1 | 2
  subject: string
  message: string
  whyAgain: string | null
  status: RequirementStatus
  bucket: DueBucket
  /** The account is closed, since then. */
  accountClosedAt: Date | null
  accountName: string
  supportEmail: string
  refusedAt: readonly string[]
  outageRuns: boolean
  suspensions: readonly ComingSuspension[]
  withheld: readonly ComingSuspension['capability'][]
  answerBy: PromisedDay | null
  later: { from: string; until: string } | null
  clock: Clock
  ledger: readonly LedgerLine[]
  closingReason: string | null
  answers: readonly ShownAnswer[]
  rejection: ShownRejection | null
  submitKey: string
  /** What the server refused of the plain form. */
  refused: Refused | null
  onDone: () => void
}

/** One thing that is asked: what, why, by when, who acts, and the place to send it. */
export function RequirementPage(props: RequirementPageProps) {
  const t = useTranslate()
  const { id, status, bucket, answers, rejection, accountClosedAt, clock } = props
  const pending = status === 'submitted' || status === 'in_review'
  const ended = status === 'approved' || status === 'waived' || status === 'cancelled'
  const shownAnswers = <AnswersCard answers={answers} withSides={props.sides === 2} />
  return (
    <>
      <PageHeader
        below="/home"
        title={props.name}
        status={
          accountClosedAt ? (
            <StatusPill tone="neutral">{t('requirements:home.closed')}</StatusPill>
          ) : (
            <RequirementState status={status} bucket={bucket} />
          )
        }
        lead={<RequirementLead {...props} ended={ended} pending={pending} />}
      />
      {props.refusedAt.length > 0 && (
        <UnreachedAlert
          addresses={props.refusedAt}
          accountName={props.accountName}
          supportEmail={props.supportEmail}
        />
      )}
      {!ended && !pending && props.outageRuns && <OutageAlert />}
      {rejection && !ended && <Rejection reasons={rejection.reasons} note={rejection.note} />}
      {props.whyAgain && !ended && <Alert title={t('requirements:again.title')}>{props.whyAgain}</Alert>}
      {props.message && <Alert title={t('requirements:page.message')}>{props.message}</Alert>}
      <div className="grid items-start gap-6 md:grid-cols-[1fr_18rem]">
        <div className="flex min-w-0 flex-col gap-6">
          {pending && shownAnswers}
          {!ended && (
            <UploadCard
              // A new answer on file is a new form: its key is spent.
              key={answers[0]?.id ?? 'first'}
              requirementId={id}
              submitKey={props.submitKey}
              sides={props.sides}
              replaces={pending}
              refused={props.refused}
              onDone={props.onDone}
            />
          )}
          {!pending && shownAnswers}
          <WhatCard {...props} ended={ended} />
        </div>
        <DeadlineCard later={props.later} clock={clock} ledger={props.ledger} ended={ended} bucket={bucket} />
      </div>
    </>
  )
}
