import { userIdOf } from '#app/domain/access/actor.ts'
import { requirePermission } from '#app/domain/access/permissions.ts'
import { recordAudit } from '#app/domain/audit/record.ts'
import { type Context, withTransaction } from '#app/domain/context.ts'
import { refuseDeadline } from '#app/domain/deadlines/deadline-limits.ts'
import { invalid } from '#app/domain/errors.ts'
import { newId, type RequestBatchId } from '#app/domain/ids.ts'
import { type PrepareBatch, requestFilterSchema } from '#app/domain/requests/schemas.ts'
import { RequestBatch } from '#db/models/requests.ts'
import { DocumentType } from '#db/models/requirements.ts'

/**
 * Writes down what is to be asked and of whom; nobody is asked before `startBatch`. Invalid for a type that does
 * not exist, a date in the past or more than two years ahead.
 */
export async function prepareBatch(ctx: Context, input: PrepareBatch): Promise<RequestBatchId> {
  requirePermission(ctx.actor, 'request-batch:manage')
  const documentTypes = input.what === 'types' ? [...new Set(input.documentTypes)] : []
  await refuseUnknownTypes(ctx, [...documentTypes, input.missing, input.expiring])
  if (input.deadlineOn) refuseDeadline(ctx, input.deadlineOn)
  const facts = {
    chosenBy: input.chosenBy,
    filter: input.chosenBy === 'filter' ? filterOf(input) : {},
    documentTypes,
    message: input.message ?? '',
    why: input.what === 'types' ? (input.why ?? '') : '',
    deadlineOn: input.deadlineOn ?? null,
    deadlineDays: input.deadlineDays ?? null,
  }
  const id = newId<RequestBatchId>()
  await withTransaction(ctx, async (tx) => {
    await RequestBatch.query(tx.db).insert({
      id,
      ...facts,
      status: 'prepared',
      createdBy: userIdOf(tx.actor) ?? '',
      createdAt: tx.clock.now(),
    })
    await recordAudit(tx, {
      action: 'request_batch.prepared',
      subjectType: 'request_batch',
      subjectId: id,
      accountId: null,
      after: facts,
    })
  })
  return id
}

async function refuseUnknownTypes(ctx: Context, codes: readonly (string | undefined)[]): Promise<void> {
  const named = [...new Set(codes.filter((code) => code !== undefined))]
  const known = await DocumentType.query(ctx.db).findByIds(named).resultSize()
  if (known < named.length) throw invalid('requirement.unknownType')
}

/** The fields of the form that choose accounts; those left empty are no condition. */
function filterOf(input: PrepareBatch) {
  const fields = Object.keys(requestFilterSchema.shape) as (keyof typeof requestFilterSchema.shape)[]
  return Object.fromEntries(
    fields.filter((field) => input[field] !== undefined).map((field) => [field, input[field]]),
  )
}
