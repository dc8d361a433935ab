import { FileCheck } from 'lucide-react'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import type { PolicyType } from '#app/domain/policy/schemas.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { formatNumber } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface Needed {
  legalForm: 'sole_trader' | 'company' | 'association'
  type: PolicyType
  accounts: number
}

interface EffectSetsProps {
  needed: readonly Needed[]
  stillAsked: readonly { type: PolicyType; requirements: number }[]
}

/** Whom the new lists need a document from that the old ones did not. */
export function EffectSets({ needed, stillAsked }: EffectSetsProps) {
  const t = useTranslate()
  const locale = useLocale()
  const columns: Column<Needed>[] = [
    {
      key: 'document',
      header: t('policy:effect.document'),
      primary: true,
      cell: ({ type }) => textIn(locale, type, 'name'),
    },
    {
      key: 'form',
      header: t('policy:effect.form'),
      cell: ({ legalForm }) => t(`accounts:legalForm.${legalForm}`),
    },
    {
      key: 'accounts',
      header: t('policy:effect.missing'),
      align: 'end',
      cell: ({ accounts }) => <span className="tabular">{formatNumber(locale, accounts)}</span>,
    },
  ]
  const open = stillAsked.filter(({ requirements }) => requirements > 0)
  return (
    <Card
      title={t('policy:effect.sets')}
      lead={needed.length > 0 ? t('policy:effect.setsText') : undefined}
      flush
    >
      <Table
        caption={t('policy:effect.sets')}
        columns={columns}
        rows={needed}
        rowKey={({ legalForm, type }) => `${legalForm} ${type.code}`}
        empty={
          <EmptyState icon={FileCheck} title={t('policy:effect.setsNone')}>
            {t('policy:effect.setsNoneText')}
          </EmptyState>
        }
      />
      {open.length > 0 && (
        <ul className="border-t border-line px-4 py-3 text-sm text-ink-muted md:px-5">
          {open.map(({ type, requirements }) => (
            <li key={type.code}>
              {t('policy:effect.stillAsked', { count: requirements, name: textIn(locale, type, 'name') })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
