import type { AskableType, BatchReport, RequestFilter } from '#app/domain/requests/schemas.ts'
import { formatDate, formatList } from '#app/i18n/format.ts'
import type { Locale, Translate } from '#app/i18n/index.ts'

/** What a batch asks for, in words. */
export function whatWords(
  t: Translate,
  locale: Locale,
  { documentTypes }: Pick<BatchReport, 'documentTypes'>,
) {
  if (documentTypes.length === 0) return t('requests:missing')
  return formatList(
    locale,
    documentTypes.map(({ name }) => name[locale]),
  )
}

/** When it is due, in words; with `usualDays` also what the usual time is as of now. */
export function deadlineWords(
  t: Translate,
  locale: Locale,
  { deadlineOn, deadlineDays }: Pick<BatchReport, 'deadlineOn' | 'deadlineDays'>,
  usualDays?: number,
): string {
  if (deadlineOn) return formatDate(locale, deadlineOn)
  if (deadlineDays !== null) return t('requests:choice.days', { count: deadlineDays })
  return usualDays === undefined
    ? t('requests:choice.policy')
    : t('requests:choice.policyDays', { count: usualDays })
}

/** Which accounts it chooses, a line for each criterion. */
export function whomWords(
  t: Translate,
  locale: Locale,
  { chosenBy, fileName, filter }: Pick<BatchReport, 'chosenBy' | 'fileName' | 'filter'>,
  types: readonly AskableType[],
): string[] {
  if (chosenBy === 'file') {
    return [fileName === null ? t('requests:form.byFile') : t('requests:choice.file', { name: fileName })]
  }
  const nameOf = (code: string) => types.find((type) => type.code === code)?.name[locale] ?? code
  const lines = Object.entries(filterLines(t, locale, filter, nameOf)).flatMap(([field, line]) =>
    filter[field as keyof RequestFilter] === undefined || line === null ? [] : [line],
  )
  return lines.length > 0 ? lines : [t('requests:choice.everybody')]
}

/** The words of every criterion; only those given are read. Which document expires stands with the date. */
function filterLines(
  t: Translate,
  locale: Locale,
  filter: RequestFilter,
  nameOf: (code: string) => string,
): Record<keyof RequestFilter, string | null> {
  const date = (value = '1970-01-01') => ({ value: formatDate(locale, value) })
  const { risk = 'standard', legalForm = 'company', state = 'active', expiring } = filter
  return {
    search: t('requests:filter.search', { value: filter.search }),
    legalForm: t(`accounts:legalForm.${legalForm}`),
    risk: t('requests:filter.risk', { value: t(`requests:form.riskLevel.${risk}`).toLowerCase() }),
    state: t(`accounts:state.${state}`),
    department: t('requests:filter.department', { value: filter.department }),
    regulated: t(`requests:filter.${filter.regulated === 'no' ? 'regulatedNo' : 'regulatedYes'}`),
    createdFrom: t('requests:filter.createdFrom', date(filter.createdFrom)),
    createdTo: t('requests:filter.createdTo', date(filter.createdTo)),
    missing: t('requests:filter.missing', { value: nameOf(filter.missing ?? '') }),
    expiresBefore: expiring
      ? t('requests:filter.expiringBefore', { type: nameOf(expiring), ...date(filter.expiresBefore) })
      : t('requests:filter.expiresBefore', date(filter.expiresBefore)),
    expiring: null,
  }
}
