import { requireAccount, type UserActor } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { invalid, limitExceeded, notFound } from '#app/domain/errors.ts'
import { isUuid } from '#app/domain/ids.ts'
import {
  type IncomingFile,
  type ReceivedFile,
  type RefusedFile,
  receiveFile,
} from '#app/domain/submissions/receive-file.ts'
import { type Accepted, recordSubmission } from '#app/domain/submissions/record-submission.ts'
import {
  isSide,
  MAX_FILES,
  MAX_SUBMISSION_BYTES,
  type Side,
  UPLOADS_PER_HOUR,
} from '#app/domain/submissions/schemas.ts'
import { DocumentType, Requirement } from '#db/models/requirements.ts'
import { takePoint } from '#db/rate-limit.ts'

/** A form as it streams in. The body of a file must be read, or left, before the next part comes. */
export type FormPart =
  | { kind: 'field'; name: string; value: string }
  | { kind: 'file'; field: string; file: IncomingFile }

export type SubmitAnswer =
  | ({ outcome: 'accepted' } & Accepted)
  /** Nothing was stored. Only the files that were at fault; the others are to be sent again with them. */
  | { outcome: 'refused'; files: RefusedFile[] }

const LIMIT = { name: 'upload', points: UPLOADS_PER_HOUR, windowSeconds: 3600 }

/**
 * Takes a member's answer to a requirement: streams its files into quarantine, then in one transaction records
 * the submission, stops the clock and queues intake. All or nothing: whatever goes wrong, nothing stays stored.
 * A second post with the same `submit_key` is given the first one's answer; an answer before review replaces the
 * one that waits. NotFound for another account's requirement; Invalid (`upload.…`) for what the form lacks;
 * LimitExceeded past 30 uploads an hour; PreconditionFailed when the requirement has ended.
 */
export async function submitDocuments(
  ctx: Context,
  { requirementId, form }: { requirementId: string; form: AsyncIterable<FormPart> },
): Promise<SubmitAnswer> {
  requirePermission(ctx.actor, 'submission:send')
  const member = ctx.actor as UserActor
  const requirement = await Requirement.query(ctx.db).findById(requirementId)
  if (!requirement) throw notFound()
  requireAccount(member, requirement.accountId)
  const retryAfterSeconds = await takePoint(ctx.db, LIMIT, member.userId)
  if (retryAfterSeconds > 0) {
    throw limitExceeded('upload.tooOften', { retryAfterSeconds, count: Math.ceil(retryAfterSeconds / 60) })
  }
  const { sides } = await DocumentType.query(ctx.db).findById(requirement.documentType).throwIfNotFound()

  const received: ReceivedFile[] = []
  let kept = false
  try {
    const { submitKey, refused } = await receiveForm(ctx, form, sides, received)
    if (refused.length > 0) return { outcome: 'refused', files: refused }
    requireWhole(received, sides)
    const accepted = await recordSubmission(ctx, { requirementId, submitKey, files: received, member })
    kept = !accepted.repeated
    return { outcome: 'accepted', ...accepted }
  } finally {
    if (!kept) await Promise.all(received.map(({ storageKey }) => ctx.storage.delete(storageKey)))
  }
}

/** Reads the form to its end; what was stored is in `received` also when it breaks off. */
async function receiveForm(
  ctx: Context,
  form: AsyncIterable<FormPart>,
  sides: 1 | 2,
  received: ReceivedFile[],
): Promise<{ submitKey: string; refused: RefusedFile[] }> {
  const refused: RefusedFile[] = []
  let submitKey: string | undefined
  let totalBytes = 0
  for await (const part of form) {
    if (part.kind === 'field') {
      if (part.name !== 'submit_key' || submitKey !== undefined || !isUuid(part.value)) {
        throw invalid('upload.badForm')
      }
      submitKey = part.value
      continue
    }
    if (!isSide(part.field) || (sides === 1 && part.field !== 'whole')) throw invalid('upload.badForm')
    const position = received.length + refused.length
    if (position >= MAX_FILES) {
      throw invalid('upload.tooManyFiles', { maximum: MAX_FILES })
    }
    const file = await receiveFile(ctx, { side: part.field, position, file: part.file })
    if ('code' in file) refused.push(file)
    else {
      received.push(file)
      totalBytes += file.bytes
    }
    if (totalBytes > MAX_SUBMISSION_BYTES) throw totalTooLarge()
  }
  if (!submitKey) throw invalid('upload.badForm')
  return { submitKey, refused }
}

export const totalTooLarge = () =>
  invalid('upload.totalTooLarge', { maximum: MAX_SUBMISSION_BYTES / 1024 / 1024 })

/** At least one file; of a document with two sides both, unless it came whole (a passport, a scan of both). */
function requireWhole(files: readonly { side: Side }[], sides: 1 | 2): void {
  if (files.length === 0) throw invalid('upload.noFile')
  const has = (side: Side) => files.some((file) => file.side === side)
  if (sides === 2 && !has('whole') && !(has('front') && has('back'))) throw invalid('upload.sidesMissing')
}
