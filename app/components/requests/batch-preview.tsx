import { AccountLink } from '#app/components/requests/account-link.tsx'
import { Figures } from '#app/components/requests/figures.tsx'
import { ReasonList } from '#app/components/requests/reason-list.tsx'
import { Alert } from '#app/components/ui/alert.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Section } from '#app/components/ui/section.tsx'
import { Table } from '#app/components/ui/table.tsx'
import type { BatchPreview } from '#app/domain/requests/schemas.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** What confirming would do: how many are asked, who is left out and why. */
export function PreviewFigures({ preview }: { preview: BatchPreview }) {
  const t = useTranslate()
  const locale = useLocale()
  const { asked, documents, mails, chosen, skipped, toldLater, silent } = preview
  const figures = { accounts: asked, documents, mails, skipped: chosen - asked }
  return (
    <Section title={t('requests:preview.title')}>
      <Figures
        items={(Object.entries(figures) as [keyof typeof figures, number][]).map(([key, count]) => ({
          label: t(`requests:preview.${key}`, { count }),
          value: formatNumber(locale, count),
        }))}
      />
      {asked === 0 && (
        <Alert title={t('requests:preview.nobody')}>
          {t(chosen === 0 ? 'requests:preview.nobodyChosen' : 'requests:preview.nobodyWhy')}
        </Alert>
      )}
      {silent && <Alert tone="caution">{t('requests:preview.silent')}</Alert>}
      {toldLater > 0 && !silent && <Alert>{t('requests:preview.toldLater', { count: toldLater })}</Alert>}
      <ReasonList title={t('requests:preview.skipped', { count: chosen - asked })} reasons={skipped} />
    </Section>
  )
}

/** The first accounts by name, so that a wrong criterion is seen. */
export function PreviewAccounts({ preview: { first, asked } }: { preview: BatchPreview }) {
  const t = useTranslate()
  const locale = useLocale()
  const lead =
    first.length < asked || asked === 1
      ? t('requests:preview.firstLead', { count: asked, shown: first.length })
      : t('requests:preview.allLead')
  return (
    <Card title={t('requests:preview.first')} lead={lead} flush>
      <Table
        caption={t('requests:preview.first')}
        rows={first}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'account',
            header: t('requests:preview.account'),
            primary: true,
            cell: ({ id, name, siren }) => <AccountLink {...{ id, name, siren }} />,
          },
          {
            key: 'documents',
            header: t('requests:preview.toAsk'),
            align: 'end',
            cell: ({ documents }) => formatNumber(locale, documents),
          },
        ]}
      />
    </Card>
  )
}
