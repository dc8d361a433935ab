import { CircleHelp } from 'lucide-react'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A process that started without its database knows nothing yet, and says so: never a false all green. */
export function UnknownState() {
  const t = useTranslate()
  return (
    <section className="flex items-start gap-4 rounded-lg border border-line bg-sunken px-4 py-5 md:px-6 md:py-6">
      <CircleHelp className="mt-1 size-8 shrink-0 text-ink-muted" aria-hidden />
      <div>
        <h1 className="text-2xl font-semibold tracking-tight text-ink">{t('status:page.unknown')}</h1>
        <p className="mt-2 max-w-prose text-ink-muted">{t('status:page.unknownText')}</p>
      </div>
    </section>
  )
}
