import type { MetaFunction } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { ApiKeyForm } from '#app/components/admin/api-key-form.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { CopyField } from '#app/components/ui/copy-field.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { createApiKey } from '#app/domain/access/create-api-key.ts'
import { createApiKeySchema } from '#app/domain/access/schemas.ts'
import { submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('api-key:manage', ({ t }) => ({ title: t('api:new.title') }))

/** The one answer that holds the key in clear: it goes into the page itself, no cookie or address carries it. */
export const action = guardedAction('api-key:manage', (args) =>
  submitForm(args, createApiKeySchema, async (input) => {
    const { secret } = await createApiKey(args.ctx, input)
    const [noun = ''] = input.scopes[0]?.split(':') ?? []
    // Capabilities are found below their account.
    const list = noun === 'capabilities' ? 'accounts/ID/capabilities' : noun
    return { made: { name: input.name, secret, url: `${args.services.publicUrl}/api/v1/${list}` } }
  }),
)

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function NewApiKeyPage() {
  const t = useTranslate()
  const answer = useActionData<typeof action>()
  const made = answer && 'made' in answer ? answer.made : null
  return (
    <>
      <PageHeader
        below="/admin/api-keys"
        title={made ? t('api:made.title', { name: made.name }) : t('api:new.title')}
        lead={made ? t('api:made.lead') : t('api:new.lead')}
      />
      {made ? (
        <Card
          className="max-w-2xl"
          footer={
            <LinkButton to="/admin/api-keys" variant="primary">
              {t('api:made.done')}
            </LinkButton>
          }
        >
          <div className="flex flex-col gap-5">
            <CopyField label={t('api:made.key')} value={made.secret} />
            <CopyField
              label={t('api:made.try')}
              value={`curl ${made.url} -H "Authorization: Bearer ${made.secret}"`}
            />
          </div>
        </Card>
      ) : (
        <Card className="max-w-2xl">
          <ApiKeyForm />
        </Card>
      )}
    </>
  )
}
