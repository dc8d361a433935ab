import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { z } from 'zod'
import { MoveButtons } from '#app/components/desk/move-buttons.tsx'
import { ComponentStateName } from '#app/components/status/component-list.tsx'
import { Badge } from '#app/components/ui/badge.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { moveComponent } from '#app/domain/components/move-component.ts'
import { moveGroup } from '#app/domain/components/move-group.ts'
import { DIRECTIONS } from '#app/domain/components/schemas.ts'
import { publicId } from '#app/domain/incidents/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { allGroups } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('component:manage', async ({ ctx, locale, t }) => ({
  title: t('desk:component.listTitle'),
  groups: await allGroups(ctx, locale),
}))

const direction = z.enum(DIRECTIONS)
const moveSchema = z.union([
  z.strictObject({ componentId: publicId, direction }),
  z.strictObject({ groupId: publicId, direction }),
])

export const action = guardedAction('component:manage', (args) =>
  submitForm(args, moveSchema, async (move) => {
    if ('groupId' in move) await moveGroup(args.ctx, move)
    else await moveComponent(args.ctx, move)
    return null
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ComponentsPage() {
  const t = useTranslate()
  const { groups } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        below="/desk"
        title={t('desk:component.listTitle')}
        lead={t('desk:component.listLead')}
        actions={
          <>
            <LinkButton to="/desk/groups/new">{t('desk:component.newGroup')}</LinkButton>
            <LinkButton
              to="/desk/components/new"
              variant="primary"
              className="max-sm:order-first max-sm:w-full"
            >
              <Plus className="size-4" aria-hidden />
              {t('desk:component.new')}
            </LinkButton>
          </>
        }
      />
      {groups.map(({ id, name, components }, place) => (
        <Card
          key={id ?? 'others'}
          title={
            id ? (
              <TextLink to={`/desk/groups/${id}`}>
                <bdi>{name}</bdi>
              </TextLink>
            ) : (
              t('status:page.otherComponents')
            )
          }
          actions={
            id && (
              <div className="-mr-2 flex gap-2 md:-mr-3">
                <MoveButtons
                  field="groupId"
                  what={{ id, name }}
                  isFirst={place === 0}
                  isLast={!groups[place + 1]?.id}
                />
              </div>
            )
          }
          flush
        >
          {components.length === 0 && (
            <p className="px-5 py-4 text-sm text-ink-muted">{t('desk:component.emptyGroup')}</p>
          )}
          <ul className="divide-y divide-line">
            {components.map((component, index) => (
              <li key={component.id} className="flex items-center gap-2 py-1.5 pr-2 pl-4 md:pl-5">
                <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 py-1 text-sm">
                  <span className="min-w-0 flex-1 basis-40">
                    <TextLink to={`/desk/components/${component.id}`}>
                      <bdi>{component.name}</bdi>
                    </TextLink>{' '}
                    {!component.shown && <Badge>{t('desk:hidden')}</Badge>}
                  </span>
                  <ComponentStateName status={component.status} />
                </div>
                <MoveButtons
                  field="componentId"
                  what={component}
                  isFirst={index === 0}
                  isLast={index === components.length - 1}
                />
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </>
  )
}
