import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ComponentForm } from '#app/components/desk/component-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { parisDay } from '#app/domain/calendar/paris.ts'
import { createComponent } from '#app/domain/components/create-component.ts'
import { componentSchema } from '#app/domain/components/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'
import { groupChoices } from '#app/routes/desk/view.ts'

export const loader = guardedLoader('component:manage', async ({ ctx, locale, t }) => ({
  title: t('desk:component.new'),
  groups: await groupChoices(ctx, locale),
  today: parisDay(ctx.clock.now()).toString(),
}))

export const action = guardedAction('component:manage', (args) =>
  submitForm(args, componentSchema, async (input) => {
    await createComponent(args.ctx, input)
    return redirectWithToast('/desk/components', {
      kind: 'success',
      message: args.t('desk:component.created'),
    })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewComponentPage() {
  const t = useTranslate()
  const { groups, today } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader below="/desk/components" title={t('desk:component.new')} />
      <Card className="max-w-3xl">
        <ComponentForm groups={groups} values={{ startDate: today, shown: true }} />
      </Card>
    </>
  )
}
