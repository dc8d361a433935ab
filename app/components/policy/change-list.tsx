import { Fragment } from 'react'
import { typeName } from '#app/components/policy/type-name.ts'
import type { PolicyChange, PolicyType, TypeField } from '#app/domain/policy/schemas.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import {
  breakerWords,
  deadlineWords,
  floorWords,
  ladderWords,
  reminderWords,
  renewalWords,
  reviewWords,
  sidesWords,
  validityWords,
} from '#app/i18n/policy-words.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Line {
  label: string
  /** Which of several parts, where one change has several. */
  detail?: string
  before: readonly string[]
  after: readonly string[]
  /** Of texts that are shown as they are stored. */
  lang?: Locale
}

/** What differs between two versions, each as it was and as it is. */
export function ChangeList({ changes }: { changes: readonly PolicyChange[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const lines = changes.flatMap((change) => linesOf(t, locale, change))
  return (
    <dl className="divide-y divide-line text-sm">
      {lines.map((line) => (
        <div
          key={`${line.label} ${line.detail ?? ''}`}
          className="grid gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0 sm:grid-cols-[13rem_1fr]"
        >
          <dt className="font-medium text-ink">
            {line.label}
            {line.detail && <span className="block font-normal text-ink-muted">{line.detail}</span>}
          </dt>
          <dd className="flex min-w-0 flex-col gap-1 break-words" lang={line.lang}>
            {line.before.map((text) => (
              <Fragment key={text}>
                <span className="sr-only" lang={locale}>
                  {t('policy:compare.before')}
                </span>
                <del className="text-ink-muted">{text}</del>
              </Fragment>
            ))}
            {line.after.map((text) => (
              <Fragment key={text}>
                <span className="sr-only" lang={locale}>
                  {t('policy:compare.after')}
                </span>
                <ins className="text-ink no-underline">{text}</ins>
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function linesOf(t: Translate, locale: Locale, change: PolicyChange): Line[] {
  switch (change.part) {
    case 'rule':
      return ruleLines(t, locale, change)
    case 'order':
      return [{ label: t('policy:compare.order'), before: [], after: [t('policy:compare.orderText')] }]
    case 'set': {
      const form = t(`accounts:legalForm.${change.legalForm}`)
      const names = (types: readonly PolicyType[]) => types.map((type) => typeName(locale, type))
      return [
        {
          label: t('policy:compare.set', { form }),
          before: names(change.removed),
          after: names(change.added),
        },
      ]
    }
    case 'type': {
      const label = t(`policy:compare.kind.${change.kind}`)
      const name = typeName(locale, change.type)
      switch (change.kind) {
        case 'added':
        case 'restored':
          return [{ label, detail: change.type.code, before: [], after: [name] }]
        case 'retired':
        case 'removed':
          return [{ label, detail: change.type.code, before: [name], after: [] }]
        case 'changed':
          return change.fields.map((field) => ({
            label: name,
            detail: t(`policy:compare.field.${field}`),
            before: [fieldText(t, change.before, field)],
            after: [fieldText(t, change.type, field)],
            lang: field.endsWith('Fr') ? 'fr' : field.endsWith('En') ? 'en' : undefined,
          }))
      }
    }
  }
}

function ruleLines(t: Translate, locale: Locale, change: PolicyChange & { part: 'rule' }): Line[] {
  const line = (label: string, before: string | string[], after: string | string[]): Line[] => {
    const [was, is] = [[before].flat(), [after].flat()]
    const kept = new Set(was.filter((text) => is.includes(text)))
    const rest = (texts: string[]) => texts.filter((text) => !kept.has(text))
    return was.join() === is.join() ? [] : [{ label, before: rest(was), after: rest(is) }]
  }
  switch (change.rule) {
    case 'deadlineDays':
      return line(t('policy:words.deadline'), deadlineWords(t, change.before), deadlineWords(t, change.after))
    case 'floorDays':
      return line(t('policy:words.floor'), floorWords(t, change.before), floorWords(t, change.after))
    case 'reminderDays': {
      const words = (days: readonly number[]) => reminderWords(t, locale, days)
      return line(t('policy:words.reminders'), words(change.before), words(change.after))
    }
    case 'ladder':
      return line(t('policy:words.ladder'), ladderWords(t, change.before), ladderWords(t, change.after))
    case 'breaker': {
      const words = (breaker: typeof change.before) => breakerWords(t, locale, breaker)
      return line(t('policy:words.breaker'), words(change.before), words(change.after))
    }
    case 'renewal':
      return [
        ...line(t('policy:words.renewal'), renewalWords(t, change.before), renewalWords(t, change.after)),
        ...line(t('policy:words.review'), reviewWords(t, change.before), reviewWords(t, change.after)),
      ]
  }
}

function fieldText(t: Translate, type: PolicyType, field: TypeField): string {
  switch (field) {
    case 'about':
      return t(`policy:about.${type.about}`)
    case 'validity':
      return validityWords(t, type.validity)
    case 'sides':
      return sidesWords(t, type.sides)
    default:
      return type[field]
  }
}
