import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CircleCheck } from 'lucide-react'
import { Alert } from '#app/components/ui/alert.tsx'
import { StatusPill } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Refusal } from '#app/components/ui/refusal.tsx'
import { AheadTable } from '#app/components/upcoming/ahead-table.tsx'
import { BatchDecision } from '#app/components/upcoming/batch-decision.tsx'
import { BatchFacts } from '#app/components/upcoming/batch-facts.tsx'
import { ClosedBatches } from '#app/components/upcoming/closed-batches.tsx'
import { may } from '#app/domain/access/permissions.ts'
import { dismissBatch } from '#app/domain/breaker/dismiss-batch.ts'
import { listClosedBatches, listHeldAccounts, readHeldBatch } from '#app/domain/breaker/read-held-batch.ts'
import { releaseBatch } from '#app/domain/breaker/release-batch.ts'
import { batchActionSchema } from '#app/domain/breaker/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The batch that the breaker holds: what is unusual about it, whom it lists, and the two ways to end it. */
export const loader = guardedLoader('restriction:preview', async ({ ctx, url, t }) => {
  const after = url.searchParams.get('after')
  const batch = await readHeldBatch(ctx)
  const list = batch ? await listHeldAccounts(ctx, batch.id, { after }) : { accounts: [], next: null }
  return {
    title: t('upcoming:held.title'),
    batch,
    accounts: list.accounts,
    closed: await listClosedBatches(ctx),
    decides: may(ctx.actor, 'restriction:release'),
    next: list.next && `/upcoming/held?after=${list.next}`,
    first: after ? '/upcoming/held' : null,
  }
})

export const action = guardedAction('restriction:release', (args) =>
  submitForm(args, batchActionSchema, async ({ intent, ...input }) => {
    if ('typed' in input) await releaseBatch(args.ctx, input)
    else await dismissBatch(args.ctx, input)
    return redirectWithToast('/upcoming/held', {
      kind: 'success',
      message: args.t(`upcoming:held.${intent}.done`),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function HeldBatchPage() {
  const t = useTranslate()
  const { title, batch, accounts, closed, decides, next, first } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  return (
    <>
      <PageHeader
        below="/upcoming"
        title={title}
        status={batch && <StatusPill tone="caution">{t('upcoming:held.status')}</StatusPill>}
        lead={batch && t('upcoming:held.lead')}
      />
      {batch ? (
        <>
          <BatchFacts batch={batch} />
          {decides ? (
            <BatchDecision key={`${batch.id} ${batch.version}`} batch={batch} answer={answer} />
          ) : (
            <Alert tone="info">{t('upcoming:held.release.onlyOfficers')}</Alert>
          )}
          <Card title={t('upcoming:held.list')} lead={t('upcoming:held.listLead')} flush>
            <AheadTable accounts={accounts} />
          </Card>
          <Pagination first={first} next={next} />
        </>
      ) : (
        <>
          <Refusal answer={answer} />
          <Card>
            <EmptyState icon={CircleCheck} title={t('upcoming:held.none')}>
              {t('upcoming:held.noneWhy')}
            </EmptyState>
          </Card>
        </>
      )}
      <ClosedBatches batches={closed} />
    </>
  )
}
