import { data, type HeadersFunction, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { clsx } from 'clsx'
import { TONE_ICON, TONE_SHEET, TONE_TEXT } from '#app/components/ui/tone.ts'
import { bannerNotices } from '#app/domain/snapshot/banner.ts'
import { freshnessOf } from '#app/domain/snapshot/freshness.ts'
import { publicHeaders, publicLoader } from '#app/http/public-handlers.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import styles from '#app/styles/status.css?inline'

export const handle = { noScript: true, bare: true, styles }

/** What goes on, for a frame in other sites. Nothing stands in it while all is well. */
export const loader = publicLoader(({ snapshot, locale, now, provider }) =>
  data(
    {
      title: `${translator(locale)('status:title')} · ${provider.name}`,
      notices: snapshot ? bannerNotices(snapshot.status, locale, freshnessOf(snapshot.confirmedAt, now)) : [],
    },
    { headers: publicHeaders(snapshot) },
  ),
)

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
]

export default function BannerPage() {
  const t = useTranslate()
  const { notices } = useLoaderData<typeof loader>()
  return (
    <main data-banner>
      <h1 className="sr-only">{t('status:title')}</h1>
      {notices.map(({ id, tone, name, lang, state, href }) => {
        const Icon = TONE_ICON[tone]
        return (
          <p key={id} className={clsx('flex gap-2 border-b px-4 py-2', TONE_SHEET[tone])}>
            <Icon className={clsx('mt-0.5 size-5 shrink-0', TONE_TEXT[tone])} aria-hidden />
            <span className="min-w-0 break-words text-ink">
              <a href={href} target="_top" className="font-medium underline underline-offset-3">
                <bdi lang={lang}>{name}</bdi>
              </a>
              {` · ${state}`}
            </span>
          </p>
        )
      })}
    </main>
  )
}
