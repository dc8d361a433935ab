import type { SubmissionResult } from '@conform-to/react'
import { AccountHistory, type HistoryProps } from '#app/components/accounts/account-history.tsx'
import { AskCard } from '#app/components/accounts/ask-card.tsx'
import { CapabilitiesCard } from '#app/components/accounts/capabilities-card.tsx'
import { DocumentsCard } from '#app/components/accounts/documents-card.tsx'
import { DueCard } from '#app/components/accounts/due-card.tsx'
import { EndDialog } from '#app/components/accounts/end-dialog.tsx'
import { IdentityCard, MembersCard } from '#app/components/accounts/side-cards.tsx'
import { formatSiren } from '#app/components/accounts/siren.ts'
import { StatePill } from '#app/components/accounts/state-pill.tsx'
import { OpenTasks } from '#app/components/tasks/open-tasks.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Refusal } from '#app/components/ui/refusal.tsx'
import type { AccountFile, WithheldFor } from '#app/domain/accounts/schemas.ts'
import type { AskedExtension, ContactTask, Examination } from '#app/domain/tasks/schemas.ts'
import { textsOf } from '#app/i18n/bilingual.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface AccountDeskProps {
  file: AccountFile
  history: HistoryProps
  /** What waits for an officer about this account. */
  tasks: { contact: ContactTask | null; extensions: AskedExtension[]; examination: Examination | null }
  /** May this reader act, or only look? */
  editable: boolean
  answer: { result: SubmissionResult<string[]> } | null
}

/** One account: what is open and what happened at the left, what it is and what can be done at the right. */
export function AccountDesk({ file, history, tasks, editable, answer }: AccountDeskProps) {
  const t = useTranslate()
  const { account, state, due, documentTypes } = file
  const nameOf = (code: string) =>
    documentTypes.find((type) => type.code === code)?.name ?? { fr: code, en: code }
  const open = [...due.past_due, ...due.currently_due, ...due.pending_verification, ...due.eventually_due]
  const isWithheld = (...causes: WithheldFor['cause'][]) =>
    Object.values(file.capabilities)
      .flat()
      .some(({ cause }) => causes.includes(cause))
  const isAsking = answer?.result.initialValue?.intent === 'request'
  return (
    <>
      <PageHeader
        below="/accounts"
        title={account.name}
        lead={`${t('accounts:siren')} ${formatSiren(account.siren)}`}
        status={
          <>
            <StatePill state={state} />
            {account.exempt && <Badge>{t('accounts:exempt')}</Badge>}
          </>
        }
        actions={
          editable && (
            <EndDialog
              account={account}
              open={open}
              isWithheld={isWithheld('manual', 'fraud', 'asset_freeze')}
            />
          )
        }
      />
      {!isAsking && <Refusal answer={answer} />}
      <OpenTasks {...tasks} editable={editable} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <DueCard
            open={open.map((one) => ({
              ...one,
              name: textsOf(one, 'name'),
              submissionId: file.waiting[one.id] ?? null,
            }))}
            editable={editable}
            isWithheld={isWithheld('documents_overdue')}
          />
          <AccountHistory {...history} linked={editable} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <CapabilitiesCard
            capabilities={file.capabilities}
            closed={state === 'closed'}
            editable={editable}
          />
          {editable && state !== 'closed' && (
            <AskCard
              documentTypes={documentTypes.filter(({ retired }) => !retired)}
              usualDays={file.usualDays}
              answer={isAsking ? answer : null}
            />
          )}
          <IdentityCard account={account} />
          <MembersCard accountId={account.id} members={file.members} editable={editable} />
          <DocumentsCard
            documents={file.documents.map((one) => ({ ...one, name: nameOf(one.documentType) }))}
            linked={editable}
            reviewable={editable && state !== 'closed'}
          />
        </div>
      </div>
    </>
  )
}
