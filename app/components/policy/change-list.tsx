import { Fragment } from 'react'
import { changeLines } from '#app/components/policy/change-lines.ts'
import type { PolicyChange } from '#app/domain/policy/schemas.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** What differs between two versions, each as it was and as it is. */
export function ChangeList({ changes }: { changes: readonly PolicyChange[] }) {
  const t = useTranslate()
  const locale = useLocale()
  const lines = changes.flatMap((change) => changeLines(t, locale, change))
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
                <del className="relative pl-4 text-ink-muted">
                  <Sign>−</Sign>
                  {text}
                </del>
              </Fragment>
            ))}
            {line.after.map((text) => (
              <Fragment key={text}>
                <span className="sr-only" lang={locale}>
                  {t('policy:compare.after')}
                </span>
                <ins className="relative pl-4 text-ink no-underline">
                  <Sign>+</Sign>
                  {text}
                </ins>
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Sign = ({ children }: { children: string }) => (
  <span className="absolute left-0 inline-block text-ink-muted no-underline" aria-hidden>
    {children}
  </span>
)
