import type { Told } from '#app/components/desk/told-timeline.tsx'
import { UpdateBody } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { Card } from '#app/components/ui/card.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** What was said last, above the form that goes on from it: on a small screen all that was said is far below. */
export function LatestWord({ latest }: { latest: Told }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <Card
      title={t('desk:update.latest')}
      lead={
        <>
          {eventStateName(t, latest)} · <Time at={latest.displayAt} />
        </>
      }
      className="xl:hidden"
    >
      <div className="text-sm text-ink">
        <UpdateBody html={latest.html[locale]} lang={latest.writtenIn} />
      </div>
    </Card>
  )
}
