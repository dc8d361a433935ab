import { FormField } from '#app/components/form/form-field.tsx'
import { PageForm, usePageForm } from '#app/components/form/page-form.tsx'
import { SubmitButton } from '#app/components/form/submit-button.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import {
  API_KEY_LIVES,
  API_KEY_MODES,
  API_KEY_SCOPES,
  createApiKeySchema,
} from '#app/domain/access/schemas.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What a new key is for, what it may do and how long. */
export function ApiKeyForm() {
  const t = useTranslate()
  const [form, fields] = usePageForm(createApiKeySchema, { defaultValue: { mode: 'live' } })
  const modes = API_KEY_MODES.map((mode) => ({
    value: mode,
    label: t(`api:new.modes.${mode}`),
    hint: t(`api:new.modeHints.${mode}`),
  }))
  const chosen = [fields.scopes.value ?? []].flat()
  const scopesError = fields.scopes.errors?.[0]
  return (
    <PageForm form={form}>
      <FormField
        meta={fields.name}
        label={t('api:new.name')}
        hint={t('api:new.nameHint')}
        autoComplete="off"
      />
      <FormField meta={fields.mode} label={t('api:new.mode')} control="radio" options={modes} />
      <fieldset
        className="flex flex-col gap-1.5"
        aria-describedby={scopesError ? fields.scopes.errorId : undefined}
      >
        <legend className="text-sm font-medium text-ink">{t('api:new.scopes')}</legend>
        <p className="text-sm text-ink-muted">{t('api:new.scopesHint')}</p>
        <div className="grid gap-x-6 md:mt-1 md:gap-y-2 sm:grid-cols-2">
          {API_KEY_SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              name={fields.scopes.name}
              value={scope}
              defaultChecked={chosen.includes(scope)}
              label={t(textOf(scope))}
              hint={<code className="font-mono text-xs">{scope}</code>}
            />
          ))}
        </div>
        {scopesError && <FieldError id={fields.scopes.errorId}>{errorText(t, scopesError)}</FieldError>}
      </fieldset>
      <FormField
        meta={fields.expiresInDays}
        label={t('api:new.life')}
        control="select"
        placeholder={t('api:new.unlimited')}
        optional={false}
        options={API_KEY_LIVES.map((days) => ({ value: days, label: t(`api:new.lives.${days}`) }))}
      />
      <div>
        <SubmitButton className="max-sm:w-full">{t('api:new.submit')}</SubmitButton>
      </div>
    </PageForm>
  )
}

type ScopeNoun = (typeof API_KEY_SCOPES)[number] extends `${infer Noun}:${string}` ? Noun : never

/** `incidents:read` and so on; a colon would name a namespace of texts. */
const textOf = (scope: (typeof API_KEY_SCOPES)[number]) => {
  if (scope === 'events:read') return 'api:new.scope.events.read' as const
  const [noun, verb] = scope.split(':') as [Exclude<ScopeNoun, 'events'>, 'read' | 'write']
  return `api:new.scope.${noun}.${verb}` as const
}
