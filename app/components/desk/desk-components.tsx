import type { DeskGroup } from '#app/components/desk/component-claims.tsx'
import { ComponentStateName } from '#app/components/status/component-list.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** How each component is, with the shortest way to say that it is not well. */
export function DeskComponents({ groups }: { groups: readonly DeskGroup[] }) {
  const t = useTranslate()
  if (groups.length === 0) {
    return (
      <Card>
        <EmptyState
          title={t('desk:noComponents')}
          action={<LinkButton to="/desk/components/new">{t('desk:component.new')}</LinkButton>}
        >
          {t('desk:noComponentsText')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {groups.map(({ id, name, components }) =>
        components.length === 0 ? null : (
          <Card key={id ?? 'others'} level={3} title={name ?? t('status:page.otherComponents')} flush>
            <ul className="divide-y divide-line">
              {components.map((component) => (
                <li key={component.id} className="flex items-center gap-3 py-1.5 pr-2 pl-4 md:pl-5">
                  <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 py-1">
                    <span className="min-w-0 flex-1 basis-40 text-sm text-ink">
                      <bdi>{component.name}</bdi> {!component.shown && <Badge>{t('desk:hidden')}</Badge>}
                    </span>
                    <ComponentStateName status={component.status} />
                  </div>
                  <LinkButton
                    to={`/desk/incidents/new?component=${component.id}`}
                    size="small"
                    data-line
                    aria-label={t('desk:reportLong', { name: component.name })}
                  >
                    {t('desk:report')}
                  </LinkButton>
                </li>
              ))}
            </ul>
          </Card>
        ),
      )}
    </div>
  )
}
