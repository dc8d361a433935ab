import type { z } from 'zod'
import type { Translate } from '#app/i18n/index.ts'

/** Facts of an error, for the placeholders of its text. */
type Facts = Readonly<Record<string, unknown>>

/**
 * Names what is wrong with a field by a key below `errors:`, with its facts as in `field.tooLong?maximum=120`.
 * Pass it as `error` to parseWithZod, so that zod's own English never reaches a reader. A schema that wants
 * another text gives its own key as message.
 */
export const fieldErrorCode: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return 'field.required'
      if (issue.expected === 'number' || issue.expected === 'int') return 'field.number'
      return issue.expected === 'date' ? 'field.date' : 'field.invalid'
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return 'field.required'
      return `field.${tooLittle(issue.origin)}?minimum=${issue.minimum}`
    case 'too_big':
      return `field.${tooMuch(issue.origin)}?maximum=${issue.maximum}`
    case 'invalid_format':
      return formatCode(issue.format)
    case 'invalid_value':
      return issue.input === undefined ? 'field.required' : 'field.choice'
    case 'unrecognized_keys':
      return 'field.unknownField'
    default:
      return 'field.invalid'
  }
}

const isList = (origin: string) => origin === 'array' || origin === 'set'

function tooLittle(origin: string): 'tooShort' | 'tooFew' | 'tooSmall' {
  if (origin === 'string') return 'tooShort'
  return isList(origin) ? 'tooFew' : 'tooSmall'
}

function tooMuch(origin: string): 'tooLong' | 'tooMany' | 'tooBig' {
  if (origin === 'string') return 'tooLong'
  return isList(origin) ? 'tooMany' : 'tooBig'
}

function formatCode(format: string): string {
  if (format === 'email' || format === 'url') return `field.${format}`
  return format === 'date' || format === 'datetime' ? 'field.date' : 'field.invalid'
}

const CODE = /^[\w.]+(\?.*)?$/

/**
 * The text of an error code (a key below `errors:`, with or without `?fact=value`). A sentence, which a loader
 * has already translated, stays itself; a code without a text becomes the general one.
 */
export function errorText(t: Translate, code: string, facts: Facts = {}): string {
  if (!CODE.test(code)) return code
  const [key = '', query = ''] = code.split('?')
  const text = t(`errors:${key}`, {
    ...Object.fromEntries(new URLSearchParams(query)),
    ...facts,
    defaultValue: '',
  })
  return text === '' ? t('errors:unexpected') : text
}
