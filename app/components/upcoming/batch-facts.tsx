import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { HeldBatchFile } from '#app/domain/breaker/schemas.ts'
import { formatNumber, formatPercent } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** The batch beside what is usual: is this a mistake, or many merchants who are late? */
export function BatchFacts({ batch }: { batch: HeldBatchFile }) {
  const t = useTranslate()
  const locale = useLocale()
  const number = (value: number) => formatNumber(locale, value)
  const share = batch.activeAccounts > 0 ? batch.accounts / batch.activeAccounts : 1
  return (
    <Card title={t('upcoming:held.facts')}>
      <DataList
        items={[
          {
            label: t('upcoming:held.accounts'),
            value: t('upcoming:held.accountsOf', {
              accounts: number(batch.accounts),
              active: number(batch.activeAccounts),
              share: formatPercent(locale, share, 1),
            }),
          },
          {
            label: t('upcoming:held.limit'),
            value: t('upcoming:held.limitValue', { count: batch.mostAccounts }),
          },
          {
            label: t('upcoming:held.usual'),
            value: t('upcoming:held.usualValue', {
              count: batch.usual.mostADay,
              average: number(Math.round(batch.usual.averageADay * 10) / 10),
              most: number(batch.usual.mostADay),
            }),
          },
          {
            label: t('upcoming:held.what'),
            value: t('upcoming:held.whatValue', {
              suspended: number(batch.suspended),
              payouts: number(batch.payoutsOnly),
            }),
          },
          {
            label: t('upcoming:held.stillDue'),
            value:
              batch.stillDue === batch.accounts
                ? t('upcoming:held.stillDueAll')
                : t('upcoming:held.stillDueValue', {
                    count: batch.stillDue,
                    due: number(batch.stillDue),
                    accounts: number(batch.accounts),
                  }),
          },
          { label: t('upcoming:held.since'), value: <Time at={batch.heldAt} /> },
          ...(batch.version > 1
            ? [{ label: t('upcoming:held.listed'), value: <Time at={batch.listedAt} /> }]
            : []),
          {
            label: t('upcoming:held.policy'),
            value: (
              <TextLink to={`/admin/policy/${batch.policyVersion}`}>
                {t('upcoming:held.policyValue', { version: batch.policyVersion })}
              </TextLink>
            ),
          },
        ]}
      />
    </Card>
  )
}
