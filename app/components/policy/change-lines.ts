import type { PolicyChange, PolicyType, TypeField } from '#app/domain/policy/schemas.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import type { Translate } from '#app/i18n/index.ts'
import type { Locale } from '#app/i18n/locales.ts'
import {
  answerWords,
  breakerWords,
  deadlineWords,
  examineWords,
  floorWords,
  ladderWords,
  reminderWords,
  renewalWords,
  reviewWords,
  sidesWords,
  validityWords,
} from '#app/i18n/policy-words.ts'

/** One line of a comparison: what was, what is. */
interface ChangeLine {
  label: string
  /** Which of several parts, where one change has several. */
  detail?: string
  before: readonly string[]
  after: readonly string[]
  /** Of texts that are shown as they are stored. */
  lang?: Locale
}

/** A difference in the reader's words, one line for each thing that differs. */
export function changeLines(t: Translate, locale: Locale, change: PolicyChange): ChangeLine[] {
  switch (change.part) {
    case 'rule':
      return ruleLines(t, locale, change)
    case 'order':
      return [{ label: t('policy:compare.order'), before: [], after: [t('policy:compare.orderText')] }]
    case 'set': {
      const form = t(`accounts:legalForm.${change.legalForm}`)
      const names = (types: readonly PolicyType[]) => types.map((type) => textIn(locale, type, 'name'))
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
      const name = textIn(locale, change.type, 'name')
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

function ruleLines(t: Translate, locale: Locale, change: PolicyChange & { part: 'rule' }): ChangeLine[] {
  const line = (label: string, before: string | string[], after: string | string[]): ChangeLine[] => {
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
    case 'promises': {
      const answer = (promises: typeof change.before) => answerWords(t, promises.answerBusinessDays)
      const examine = (promises: typeof change.before) => examineWords(t, promises.examineBusinessDays)
      return [
        ...line(t('policy:words.answer'), answer(change.before), answer(change.after)),
        ...line(t('policy:words.examine'), examine(change.before), examine(change.after)),
      ]
    }
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
