import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The shortest way to be told of everything: an address. Choices are made on the page of their own. */
export function QuickSubscribe() {
  const t = useTranslate()
  const locale = useLocale()
  const page = `/status/subscribe?lang=${locale}`
  return (
    <section className="no-print flex flex-col gap-3" aria-labelledby="subscribe">
      <h2 id="subscribe" className="text-base font-semibold text-ink">
        {t('status:page.subscribe')}
      </h2>
      <form
        method="post"
        action={page}
        className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-4 md:px-5"
      >
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="incidents" value="on" />
        <input type="hidden" name="maintenance" value="on" />
        <p className="text-ink-muted">{t('status:page.subscribeLead')}</p>
        <label htmlFor="email" className="text-sm font-medium text-ink">
          {t('subscribers:subscribe.email')}
        </label>
        <div className="flex flex-wrap gap-2">
          <input
            id="email"
            type="email"
            name="email"
            autoComplete="email"
            maxLength={254}
            required
            className="min-h-11 min-w-0 flex-1 basis-56 rounded-md border border-line-control bg-surface px-3 text-ink"
          />
          <button
            type="submit"
            className="min-h-11 rounded-md bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover max-sm:w-full"
          >
            {t('subscribers:subscribe.submit')}
          </button>
        </div>
        <p className="text-sm">
          <a href={page} className="link">
            {t('status:page.subscribeChoice')}
          </a>
        </p>
      </form>
    </section>
  )
}
