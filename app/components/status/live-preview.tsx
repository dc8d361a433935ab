import { useFetcher } from '@remix-run/react'
import { type FormEvent, useEffect, useRef } from 'react'
import { UpdateBody } from '#app/components/status/event-card.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What /desk/preview answers. */
export interface Preview {
  readonly fr: string
  readonly en: string
  readonly recipients: number
}

const PAUSE_MS = 250

/** Asks for a preview a moment after the last key. */
export function usePreview() {
  const fetcher = useFetcher<Preview>()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  const onInput = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      fetcher.submit(new FormData(form), { method: 'post', action: '/desk/preview' })
    }, PAUSE_MS)
  }
  return { preview: fetcher.data, onInput }
}

/** The text as the public page will show it. */
export function PreviewCard({ preview }: { preview: Preview | undefined }) {
  const t = useTranslate()
  const shown = preview && (preview.fr || preview.en)
  return (
    <Card title={t('desk:preview.title')}>
      {shown ? (
        <div className="flex flex-col gap-4 text-base text-ink" aria-live="polite">
          {(['fr', 'en'] as const).map((locale) => (
            <section key={locale} lang={locale} className="flex flex-col gap-1">
              <h3 className="text-xs font-medium text-ink-subtle">{t(`desk:preview.${locale}`)}</h3>
              <UpdateBody html={preview[locale]} />
            </section>
          ))}
        </div>
      ) : (
        <p className="text-sm text-ink-muted">{t('desk:preview.empty')}</p>
      )}
    </Card>
  )
}
