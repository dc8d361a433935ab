import { useActionData } from '@remix-run/react'
import type { Told } from '#app/components/desk/told-timeline.tsx'
import { UpdateBody } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** For the slower of two publishers: what the faster one said, above the text that was kept. */
export function PublishedMeanwhile({ version, latest }: { version: number; latest: Told }) {
  const t = useTranslate()
  const locale = useLocale()
  const refused = useActionData() as { result?: { initialValue?: { version?: unknown } } } | undefined
  const seen = Number(refused?.result?.initialValue?.version ?? version)
  if (seen >= version) return null
  return (
    <Alert
      tone="caution"
      title={t('incidents:conflict.title', { name: latest.author ?? t('desk:update.byClock') })}
    >
      {eventStateName(t, latest)} · <Time at={latest.displayAt} />
      <div className="mt-1 text-ink">
        <UpdateBody html={latest.html[locale]} lang={latest.writtenIn} />
      </div>
    </Alert>
  )
}
