import type { SignedIn } from '#app/domain/access/sessions.ts'
import type { DomainError } from '#app/domain/errors.ts'
import type { FileRefusalCode, UploadReply } from '#app/domain/submissions/schemas.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { belongsInForm, statusOf } from '#app/http/errors.server.ts'
import type { RouteArgs } from '#app/http/handlers.server.ts'
import { readUpload } from '#app/http/multipart.server.ts'

/** Streams the form of this request into a submission and words the outcome, with its HTTP status. */
export async function receiveUpload(
  { ctx, request, t }: Pick<RouteArgs<SignedIn>, 'ctx' | 'request' | 't'>,
  requirementId: string,
): Promise<{ reply: UploadReply; status: number; headers: Headers }> {
  const headers = new Headers()
  try {
    const answer = await submitDocuments(ctx, { requirementId, form: readUpload(request) })
    if (answer.outcome === 'accepted') {
      return { reply: { ok: true, submissionId: answer.submissionId }, status: 200, headers }
    }
    const files = answer.files.map(({ position, name, code }) => ({
      position,
      name,
      text: t(`files:refusal.${code}`),
    }))
    const status = Math.max(...answer.files.map(({ code }) => fileStatus(code)))
    return { reply: { ok: false, message: t('errors:upload.refused'), files }, status, headers }
  } catch (error) {
    if (!belongsInForm(error)) throw error
    if (typeof error.facts.retryAfterSeconds === 'number') {
      headers.set('Retry-After', String(error.facts.retryAfterSeconds))
    }
    const message = t(`errors:${error.code}`, { ...error.facts })
    return { reply: { ok: false, message, files: [] }, status: formStatus(error), headers }
  }
}

function fileStatus(code: FileRefusalCode): number {
  switch (code) {
    case 'tooLarge':
      return 413
    case 'typeNotAllowed':
    case 'typeMismatch':
      return 415
    case 'empty':
    case 'damaged':
      return 422
  }
}

/** HTTP has its own words for a body that is too large or no form at all. */
function formStatus(error: DomainError): number {
  switch (error.code) {
    case 'upload.totalTooLarge':
      return 413
    case 'upload.badForm':
    case 'upload.brokenText':
    case 'upload.interrupted':
      return 400
    default:
      return statusOf(error.kind)
  }
}
