import { useNavigate } from '@remix-run/react'
import { useMemo, useRef, useState } from 'react'
import { AnswerHistory, type PastAnswer } from '#app/components/review/answer-history.tsx'
import { type DecisionAnswer, DecisionPanel } from '#app/components/review/decision-panel.tsx'
import { DeclaredFacts } from '#app/components/review/declared-facts.tsx'
import { DeskBar } from '#app/components/review/desk-bar.tsx'
import { FileViewer, type ViewedFile } from '#app/components/review/file-viewer.tsx'
import { RequestFacts } from '#app/components/review/request-facts.tsx'
import { VerdictBanner } from '#app/components/review/verdict-banner.tsx'
import { ShortcutHelp } from '#app/components/shortcuts/shortcut-help.tsx'
import { useShortcuts } from '#app/components/shortcuts/use-shortcuts.ts'
import type { LedgerLine } from '#app/domain/deadlines/schemas.ts'
import type { WhyAgain } from '#app/domain/renewals/schemas.ts'
import type { Validity } from '#app/domain/reviews/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

export interface ReviewDeskData {
  submission: PastAnswer & {
    version: number
    submittedBy: string
    deadlineAt: Date | null
    files: ViewedFile[]
  }
  requirement: { id: string; subject: string; message: string; why: WhyAgain | null; requestedAt: Date }
  documentType: {
    code: string
    name: Bilingual
    description: Bilingual
    validity: Validity
  }
  account: Parameters<typeof DeclaredFacts>[0]['account'] & {
    state: 'active' | 'restricted' | 'suspended' | 'closed'
  }
  ledger: readonly LedgerLine[]
  history: PastAnswer[]
  neighbours: { previous: string | null; next: string | null }
}

interface ReviewDeskProps {
  data: ReviewDeskData
  answer: DecisionAnswer | null
}

/** One submission: the files at the left, what was declared and the decision at the right. */
export function ReviewDesk({ data, answer }: ReviewDeskProps) {
  const t = useTranslate()
  const locale = useLocale()
  const { submission, requirement, documentType, account, history, neighbours } = data
  const approveRef = useRef<HTMLDivElement>(null)
  const rejectRef = useRef<HTMLDetailsElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const [help, setHelp] = useState(false)
  const navigate = useNavigate()
  const { previous, next } = neighbours

  const keys = useMemo(
    () => ({
      j: () => next && navigate(`/review/${next}`),
      k: () => previous && navigate(`/review/${previous}`),
      // The first thing to fill in, or the button itself: Enter then decides, a single key never does.
      a: () => approveRef.current?.querySelector<HTMLElement>('input[type="date"], [data-approve]')?.focus(),
      r: () => {
        if (rejectRef.current) rejectRef.current.open = true
        searchRef.current?.focus({ preventScroll: true })
        rejectRef.current?.scrollIntoView({ block: 'start' })
      },
      '?': () => setHelp(true),
    }),
    [next, previous, navigate],
  )
  const { enabled, toggle } = useShortcuts(keys)

  // A loser of a race keeps the draft: its forms stay although the submission is decided.
  const open = submission.status === 'in_review' || answer !== null
  return (
    <div className="flex min-h-dvh flex-col lg:h-dvh lg:min-h-0">
      <DeskBar account={account} title={documentType.name[locale]} neighbours={neighbours}>
        <ShortcutHelp
          open={help}
          onOpenChange={setHelp}
          enabled={enabled}
          onToggle={toggle}
          keys={[
            ['j', t('review:keys.next')],
            ['k', t('review:keys.previous')],
            ['a', t('review:keys.approve')],
            ['r', t('review:keys.reject')],
            ['?', t('review:keys.show')],
          ]}
        />
      </DeskBar>
      <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-h-0 min-w-0 flex-col p-3 lg:overflow-y-auto">
          <FileViewer files={submission.files} />
        </div>
        <div className="flex min-w-0 flex-col divide-y divide-line border-line bg-surface max-lg:border-t lg:overflow-y-auto lg:border-l [&>*]:px-4 [&>*]:py-4">
          {submission.status !== 'in_review' && <VerdictBanner submission={submission} />}
          <DeclaredFacts account={account} subject={requirement.subject} />
          {open && (
            <DecisionPanel
              version={submission.version}
              documentType={documentType}
              answer={answer}
              approveRef={approveRef}
              rejectRef={rejectRef}
              searchRef={searchRef}
            />
          )}
          <RequestFacts
            expected={documentType.description[locale]}
            message={requirement.message}
            why={requirement.why}
            requestedAt={requirement.requestedAt}
            submittedAt={submission.submittedAt}
            submittedBy={submission.submittedBy}
            ledger={data.ledger}
            deadlineAt={submission.deadlineAt}
          />
          <AnswerHistory answers={history} />
        </div>
      </div>
    </div>
  )
}
