import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { data, redirect } from '@remix-run/node'
import type { z } from 'zod'
import { type ToastMessage, toastCookie } from '#app/http/cookies.server.ts'
import { belongsInForm, retryAfter, statusOf } from '#app/http/errors.server.ts'
import type { RouteArgs } from '#app/http/handlers.server.ts'
import { fieldErrorCode } from '#app/i18n/field-errors.ts'

/** What a form gets back when it was not accepted: every field as typed, with what to mend. */
export interface FormAnswer {
  result: SubmissionResult<string[]>
}

/** Never sent back into a page. */
const hideFields = ['password', 'current']

type FormArgs = Pick<RouteArgs<unknown>, 'form' | 't'>

/**
 * Parses the form with `schema`, hands the value to `work` and returns its answer. What the schema or the
 * domain refuses comes back into the form (422, 409, 412, 429) with the fields as typed; schema messages and
 * domain codes are i18n keys below `errors:`. Schemas are strict: unknown fields are refused.
 */
export async function submitForm<S extends z.ZodType, T>(
  { form, t }: FormArgs,
  schema: S,
  work: (value: z.output<S>) => Promise<T>,
) {
  const submission = parseWithZod(await form(), { schema, error: fieldErrorCode })
  if (submission.status !== 'success') {
    return data<FormAnswer>({ result: submission.reply({ hideFields }) }, { status: 422 })
  }
  try {
    return await work(submission.value)
  } catch (error) {
    if (!belongsInForm(error)) throw error
    const formErrors = [t(`errors:${error.code}`, { ...error.facts })]
    return data<FormAnswer>(
      { result: submission.reply({ formErrors, hideFields }) },
      { status: statusOf(error.kind), headers: retryAfter(error.facts) },
    )
  }
}

/** Goes to `url`, whose page says `message` once. */
export async function redirectWithToast(
  url: string,
  toast: ToastMessage,
  headers = new Headers(),
): Promise<Response> {
  headers.append('Set-Cookie', await toastCookie.serialize(toast))
  return redirect(url, { headers })
}
