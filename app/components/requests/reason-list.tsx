import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import type { RequestReason } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface ReasonListProps {
  title: string
  reasons: readonly { reason: RequestReason; count: number }[]
}

/** Why accounts are left out, the commonest reason first. Nothing where none is. */
export function ReasonList({ title, reasons }: ReasonListProps) {
  const t = useTranslate()
  const locale = useLocale()
  if (reasons.length === 0) return null
  return (
    <Card
      title={`${formatNumber(
        locale,
        reasons.reduce((sum, { count }) => sum + count, 0),
      )} ${title}`}
      level={3}
    >
      <DataList
        items={reasons.map(({ reason, count }) => ({
          label: t(`requests:reason.${reason}`),
          value: formatNumber(locale, count),
        }))}
      />
    </Card>
  )
}
