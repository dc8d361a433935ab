import type { Context } from '#app/domain/context.ts'
import { preconditionFailed } from '#app/domain/errors.ts'
import { isPolicyVersion, type PolicyVersion, readPolicy } from '#app/domain/policy/read-policy.ts'
import { idParam } from '#app/http/handlers.server.ts'

type Params = Readonly<Record<string, string | undefined>>

/** The version that the path names; NotFound when it is not a number of one. */
export const versionParam = (params: Params): number => Number(idParam(params.version, isPolicyVersion))

/** The draft that the path names; PreconditionFailed once it is not one any more. */
export async function draftOf(ctx: Context, params: Params): Promise<PolicyVersion> {
  const version = await readPolicy(ctx, versionParam(params))
  if (version.status !== 'draft') throw preconditionFailed('policy.notDraft')
  return version
}

/** The way back to a version, for the pages below it. */
export const draftUrl = (version: number) => `/admin/policy/${version}`
