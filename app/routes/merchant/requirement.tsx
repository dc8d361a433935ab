import { data, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData, useRevalidator } from '@remix-run/react'
import { AnswerByText } from '#app/components/merchant/answer-by-text.tsx'
import { AnswersCard } from '#app/components/merchant/answers-card.tsx'
import { DeadlineCard } from '#app/components/merchant/deadline-card.tsx'
import { Rejection } from '#app/components/merchant/rejection.tsx'
import { RequirementState, timeLeft } from '#app/components/merchant/requirement-state.tsx'
import { UploadCard } from '#app/components/merchant/upload-card.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { isUuid, type RequirementId } from '#app/domain/ids.ts'
import { readRequirement } from '#app/domain/requirements/read-requirement.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'
import { requirementPage } from '#app/http/requirement-page.server.ts'
import { receiveUpload } from '#app/http/upload.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('submission:send', async (args) => {
  const { ctx, params, locale, services, t } = args
  const id = idParam<RequirementId>(params.requirementId, isUuid)
  const page = requirementPage(await readRequirement(ctx, id), locale, t)
  return { ...page, supportEmail: services.provider.supportEmail }
})

/** The plain form, without a script. */
export const action = guardedAction('submission:send', async (args) => {
  const id = idParam<RequirementId>(args.params.requirementId, isUuid)
  const { reply, status, headers } = await receiveUpload(args, id)
  if (!reply.ok) return data(reply, { status, headers })
  const message = args.t('requirements:page.received')
  return redirectWithToast(`/requirements/${id}`, { kind: 'success', message }, headers)
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name }]

export default function RequirementPage() {
  const t = useTranslate()
  const refused = useActionData<typeof action>()
  const { revalidate } = useRevalidator()
  const page = useLoaderData<typeof loader>()
  const { id, name, subject, status, bucket, clock, ledger, answers, rejection, answerBy } = page
  const pending = status === 'submitted' || status === 'in_review'
  const ended = status === 'approved' || status === 'waived' || status === 'cancelled'
  const shownAnswers = <AnswersCard answers={answers} withSides={page.sides === 2} />
  return (
    <>
      <PageHeader
        below="/home"
        title={name}
        status={<RequirementState status={status} bucket={bucket} />}
        lead={
          <>
            {subject && <>{t('requirements:page.forPerson', { subject })}. </>}
            {status === 'requested' && bucket === 'eventually_due'
              ? t('requirements:page.later')
              : t(`requirements:next.${status}`)}
            {answerBy && (
              <span className="block text-ink">
                <AnswerByText answerBy={answerBy} supportEmail={page.supportEmail} />
                {answerBy.state === 'overdue' && (
                  <>
                    {' '}
                    <TextLink to={`mailto:${page.supportEmail}`}>{t('requirements:page.write')}</TextLink>
                  </>
                )}
              </span>
            )}
            {!ended && !pending && clock.deadlineAt && (
              <span className={bucket === 'past_due' ? 'block font-medium text-critical' : 'block text-ink'}>
                {timeLeft(t, bucket, clock.daysLeft)} · <Time at={clock.deadlineAt} style="long-date" />
              </span>
            )}
            {ended && page.closingReason && ` ${page.closingReason}`}
          </>
        }
      />
      {page.whyAgain && !ended && <Alert title={t('requirements:again.title')}>{page.whyAgain}</Alert>}
      {page.message && <Alert title={t('requirements:page.message')}>{page.message}</Alert>}
      {rejection && <Rejection reasons={rejection.reasons} note={rejection.note} />}
      <div className="grid items-start gap-6 md:grid-cols-[1fr_18rem]">
        <div className="flex min-w-0 flex-col gap-6">
          {pending && shownAnswers}
          {!ended && (
            <UploadCard
              // A new answer on file is a new form: its key is spent.
              key={answers[0]?.id ?? 'first'}
              requirementId={id}
              submitKey={page.submitKey}
              sides={page.sides}
              replaces={pending}
              refused={refused && !refused.ok ? refused : null}
              onDone={revalidate}
            />
          )}
          {!pending && shownAnswers}
          <Card title={t('requirements:page.whatTitle')}>
            <DataList
              items={[
                {
                  label: t('requirements:page.what'),
                  value: `${page.description} ${t('requirements:page.whole')}`,
                },
                {
                  label: t('requirements:page.why'),
                  value: t('requirements:page.whyText', { ground: page.legalGround }),
                },
                ...(ended
                  ? []
                  : [
                      {
                        label: t('requirements:page.otherwise'),
                        value: t('requirements:page.otherwiseText'),
                      },
                    ]),
              ]}
            />
          </Card>
        </div>
        <DeadlineCard
          later={page.later}
          clock={clock}
          ledger={ledger}
          ended={ended}
          bucket={bucket}
          outageRuns={page.outageRuns}
        />
      </div>
    </>
  )
}
