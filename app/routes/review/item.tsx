import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ReviewDesk } from '#app/components/review/review-desk.tsx'
import { isUuid, type SubmissionId } from '#app/domain/ids.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { neighboursInQueue } from '#app/domain/reviews/list-queue.ts'
import { readForReview } from '#app/domain/reviews/read-for-review.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { decideSchema } from '#app/domain/reviews/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader, idParam } from '#app/http/handlers.server.ts'

/** The desk takes the whole window (routes/staff-layout.tsx). */
export const handle = { fullDesk: true }

export const loader = guardedLoader('review:queue', async ({ ctx, params, locale }) => {
  const data = await readForReview(ctx, idParam<SubmissionId>(params.submissionId, isUuid))
  return { ...data, title: `${data.account.name} · ${data.documentType.name[locale]}` }
})

/** Decides, then goes on to the item that followed in the queue. */
export const action = guardedAction('submission:decide', (args) =>
  submitForm(args, decideSchema, async (decision) => {
    const { ctx, params, t } = args
    const submissionId = idParam<SubmissionId>(params.submissionId, isUuid)
    const { next, previous } = await neighboursInQueue(ctx, submissionId)
    if (decision.intent === 'approve') await approveSubmission(ctx, { ...decision, submissionId })
    else await rejectSubmission(ctx, { ...decision, submissionId })
    const following = next ?? previous
    return redirectWithToast(following ? `/review/${following}` : '/review', {
      kind: 'success',
      message: t(decision.intent === 'approve' ? 'review:decide.approved' : 'review:decide.rejected'),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ReviewPage() {
  const data = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  // A new item is a new desk: nothing typed for one may reach the next.
  return <ReviewDesk key={data.submission.submissionId} data={data} answer={answer ?? null} />
}
