import type { SubmissionResult } from '@conform-to/react'
import type { RefObject } from 'react'
import { ApproveForm } from '#app/components/review/approve-form.tsx'
import { RejectForm } from '#app/components/review/reject-form.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { Kbd } from '#app/components/ui/kbd.tsx'
import type { Validity } from '#app/domain/reviews/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface DecisionAnswer {
  result: SubmissionResult<string[]>
}

interface DecisionPanelProps {
  version: number
  documentType: { code: string; validity: Validity }
  answer: DecisionAnswer | null
  approveRef: RefObject<HTMLDivElement>
  rejectRef: RefObject<HTMLDetailsElement>
  searchRef: RefObject<HTMLInputElement>
}

/** The two ways out of a review. The rejection unfolds in place, so that the file stays in sight. */
export function DecisionPanel({
  version,
  documentType,
  answer,
  approveRef,
  rejectRef,
  searchRef,
}: DecisionPanelProps) {
  const t = useTranslate()
  const intent = answer?.result.initialValue?.intent
  return (
    <section aria-labelledby="decision" className="flex flex-col gap-3">
      <h2 id="decision" className="text-sm font-semibold text-ink">
        {t('review:decide.title')}
      </h2>
      <ApproveForm
        version={version}
        documentType={documentType}
        answer={intent === 'approve' ? answer : null}
        formRef={approveRef}
      />
      <details ref={rejectRef} open={intent === 'reject'} className="group flex flex-col">
        <summary className={`${buttonClass('secondary')} w-full`}>
          {t('review:decide.reject')}
          <span className="max-md:hidden" aria-hidden>
            <Kbd>r</Kbd>
          </span>
        </summary>
        <div className="pt-4">
          <RejectForm version={version} answer={intent === 'reject' ? answer : null} searchRef={searchRef} />
        </div>
      </details>
    </section>
  )
}
