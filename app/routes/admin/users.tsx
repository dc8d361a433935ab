import type { MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { Search, UserPlus } from 'lucide-react'
import { UserTable } from '#app/components/admin/user-table.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { Pagination } from '#app/components/ui/pagination.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { isUserGroup, listUsers, USER_GROUPS } from '#app/domain/access/list-users.ts'
import { changeRole, disableUser, enableUser, resendActivation } from '#app/domain/access/manage-user.ts'
import { userActionSchema } from '#app/domain/access/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('user:manage', async ({ ctx, url, user, t }) => {
  const search = (url.searchParams.get('q') ?? '').slice(0, 100)
  const wanted = url.searchParams.get('group')
  const group = isUserGroup(wanted) ? wanted : 'all'
  const page = await listUsers(ctx, { search, group, after: url.searchParams.get('after') ?? '' })
  const nextUrl = page.next && `?${new URLSearchParams({ q: search, group, after: page.next })}`
  const isFirst = !url.searchParams.has('after')
  const firstUrl = isFirst ? null : `?${new URLSearchParams({ q: search, group })}`
  const title = t('admin:users.title')
  return {
    title,
    users: page.users,
    search,
    group,
    groups: USER_GROUPS,
    nextUrl,
    firstUrl,
    self: user.actor.userId,
  }
})

export const action = guardedAction('user:manage', (args) =>
  submitForm(args, userActionSchema, async (input) => {
    const { ctx, t, url } = args
    const done = (message: string) =>
      redirectWithToast(`/admin/users${url.search}`, { kind: 'success', message })
    switch (input.intent) {
      case 'disable':
        await disableUser(ctx, input.userId)
        return done(t('admin:users.disabled'))
      case 'enable':
        await enableUser(ctx, input.userId)
        return done(t('admin:users.enabled'))
      case 'resend':
        await resendActivation(ctx, input.userId)
        return done(t('admin:users.resent'))
      case 'role':
        await changeRole(ctx, input.userId, input.role)
        return done(t('admin:users.roleChanged'))
    }
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function UsersPage() {
  const t = useTranslate()
  const { users, search, group, groups, nextUrl, firstUrl, self } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        below="/admin"
        title={t('admin:users.title')}
        lead={t('admin:users.lead')}
        actions={
          <LinkButton to="/admin/users/new" variant="primary">
            <UserPlus className="size-4" aria-hidden />
            {t('admin:users.add')}
          </LinkButton>
        }
      />
      <FormErrors messages={refused?.result.error?.[''] ?? []} />
      <Form className="flex flex-wrap items-end gap-3" role="search">
        <Field label={t('admin:users.search')} className="min-w-56 flex-1">
          <Input type="search" name="q" defaultValue={search} maxLength={100} key={search} />
        </Field>
        <Field label={t('admin:users.group')} className="max-sm:w-full">
          <Select
            key={group}
            name="group"
            defaultValue={group}
            options={groups.map((value) => ({ value, label: t(`admin:users.groups.${value}`) }))}
          />
        </Field>
        <Button type="submit" className="max-sm:w-full">
          <Search className="size-4" aria-hidden />
          {t('search')}
        </Button>
      </Form>
      <Card flush>
        <UserTable users={users} self={self} />
      </Card>
      <Pagination first={firstUrl} next={nextUrl} />
    </>
  )
}
