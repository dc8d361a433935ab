import { Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import type { PolicyContent, PolicyType } from '#app/domain/policy/schemas.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import { formatList } from '#app/i18n/format.ts'
import { sidesWords, validityWords } from '#app/i18n/policy-words.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface TypesCardProps {
  content: Pick<PolicyContent, 'documentTypes' | 'requiredSets'>
  /** Where a type is edited, in a draft. */
  editUrl?: (code: string) => string
  actions?: ReactNode
}

const FORMS = ['sole_trader', 'company', 'association'] as const

/** Every type of document of a version, with whom it is required of. */
export function TypesCard({ content, editUrl, actions }: TypesCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  const formsOf = ({ code, retired }: PolicyType) => [
    ...FORMS.filter((form) => content.requiredSets[form].includes(code)).map((form) =>
      t(`accounts:legalForm.${form}`),
    ),
    // Asked by what an account does, whatever its legal form.
    ...(code === 'activity_licence' && !retired ? [t('policy:types.regulated')] : []),
  ]
  const columns: Column<PolicyType>[] = [
    {
      key: 'name',
      header: t('policy:types.name'),
      primary: true,
      cell: (type) => (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {textIn(locale, type, 'name')}
          {type.retired && <Badge>{t('policy:types.retired')}</Badge>}
          <code className="block w-full font-mono text-xs font-normal break-all text-ink-muted">
            {type.code}
          </code>
        </span>
      ),
    },
    { key: 'about', header: t('policy:types.about'), cell: ({ about }) => t(`policy:about.${about}`) },
    {
      key: 'validity',
      header: t('policy:types.validity'),
      cell: ({ validity }) => validityWords(t, validity),
    },
    {
      key: 'sides',
      header: t('policy:types.sides'),
      cell: ({ sides }) => sidesWords(t, sides),
      wideOnly: true,
    },
    {
      key: 'forms',
      header: t('policy:types.requiredOf'),
      cell: (type) => {
        const forms = formsOf(type)
        return forms.length > 0 ? (
          formatList(
            locale,
            forms.map((form, index) => (index === 0 ? form : form.toLowerCase())),
          )
        ) : (
          <span className="text-ink-muted">{t('policy:types.nobody')}</span>
        )
      },
    },
    ...(editUrl
      ? [
          {
            key: 'edit',
            header: <span className="sr-only">{t('policy:types.edit')}</span>,
            align: 'end' as const,
            cell: (type: PolicyType) => (
              <LinkButton
                to={editUrl(type.code)}
                size="small"
                aria-label={t('policy:types.editNamed', { name: textIn(locale, type, 'name') })}
              >
                <Pencil className="size-3.5" aria-hidden />
                {t('policy:types.edit')}
              </LinkButton>
            ),
          },
        ]
      : []),
  ]
  return (
    <Card title={t('policy:types.title')} lead={t('policy:sets.lead')} actions={actions} flush>
      <Table
        caption={t('policy:types.title')}
        columns={columns}
        rows={content.documentTypes}
        rowKey={({ code }) => code}
      />
    </Card>
  )
}
