import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { ApiKeyTable } from '#app/components/admin/api-key-table.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { FormErrors } from '#app/components/ui/form-errors.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { listApiKeys } from '#app/domain/access/list-api-keys.ts'
import { revokeApiKey } from '#app/domain/access/revoke-api-key.ts'
import { revokeApiKeySchema } from '#app/domain/access/schemas.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('api-key:manage', async ({ ctx, t }) => ({
  title: t('api:title'),
  keys: await listApiKeys(ctx),
}))

export const action = guardedAction('api-key:manage', (args) =>
  submitForm(args, revokeApiKeySchema, async ({ keyId }) => {
    await revokeApiKey(args.ctx, keyId)
    return redirectWithToast('/admin/api-keys', { kind: 'success', message: args.t('api:revoke.done') })
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function ApiKeysPage() {
  const t = useTranslate()
  const { keys } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <>
      <PageHeader
        below="/admin"
        title={t('api:title')}
        lead={t('api:lead')}
        actions={
          <LinkButton to="/admin/api-keys/new" variant="primary">
            <Plus className="size-4" aria-hidden />
            {t('api:create')}
          </LinkButton>
        }
      />
      <FormErrors messages={refused?.result.error?.[''] ?? []} />
      <Card
        flush
        footer={
          <a href="/api/v1/openapi.json" className="rounded-sm text-sm text-accent-text hover:underline">
            {t('api:documentation')}
          </a>
        }
      >
        <ApiKeyTable keys={keys} />
      </Card>
    </>
  )
}
