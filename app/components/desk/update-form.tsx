import { useActionData } from '@remix-run/react'
import type { FormEvent } from 'react'
import { ComponentClaims, claimsAsTyped, type DeskGroup } from '#app/components/desk/component-claims.tsx'
import type { DeskEvent } from '#app/components/desk/desk-events.tsx'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import type { Told } from '#app/components/desk/told-timeline.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { isOver } from '#app/components/status/tones.ts'
import { UpdateBody } from '#app/components/status/update-list.tsx'
import { eventStateName } from '#app/components/status/words.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { publishUpdateSchema } from '#app/domain/incidents/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

const STAGES = ['investigating', 'identified', 'monitoring', 'resolved'] as const

interface UpdateFormProps {
  event: DeskEvent & { version: number }
  groups: readonly DeskGroup[]
  recipients: number
  /** What can be said at a stage, for whoever has no words now. */
  suggestions: Readonly<Record<string, Bilingual>>
  latest: Told | undefined
}

/** The next update of an incident. One that is over takes a postmortem and says nothing of components. */
export function UpdateForm({ event, groups, recipients, suggestions, latest }: UpdateFormProps) {
  const t = useTranslate()
  const over = isOver(event.status)
  const current = over ? 'postmortem' : event.status
  const postmortem = event.status === 'resolved' ? suggestions.postmortem : undefined
  const [form, fields] = usePageForm(publishUpdateSchema, {
    defaultValue: {
      version: event.version,
      status: current as 'investigating',
      impact: 'auto',
      notify: !over,
      bodyFr: postmortem?.fr,
      bodyEn: postmortem?.en,
    },
  })
  const said = Object.fromEntries(event.components.map(({ id, status }) => [id, status]))
  const typed = fields.components.initialValue
  return (
    <EventForm
      form={form}
      title={t(over ? 'desk:update.postmortem' : 'desk:update.title')}
      notify={{ field: fields.notify, recipients }}
      submit={t(over ? 'desk:update.postmortem' : 'desk:update.submit')}
      subject={{ incident: event.id }}
      keepsDraft
    >
      {over && <Alert>{t('desk:update.over')}</Alert>}
      {latest && <PublishedMeanwhile version={event.version} latest={latest} />}
      <input type="hidden" name={fields.version.name} value={event.version} />
      {over ? (
        <input type="hidden" name={fields.status.name} value={current} />
      ) : (
        <div onChange={(change) => suggest(change, suggestions)}>
          <FormField
            meta={fields.status}
            label={t('desk:incident.status')}
            hint={t('desk:update.resolveHint')}
            control="radio"
            options={STAGES.map((value) => ({ value, label: t(`status:incident.${value}`) }))}
          />
        </div>
      )}
      <div className="flex flex-col gap-5" onInput={(typing) => keepOneVoice(typing, suggestions)}>
        <Bodies fields={fields} />
      </div>
      {!over && <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : said} />}
    </EventForm>
  )
}

const bodiesOf = (form: HTMLFormElement | null) =>
  (['fr', 'en'] as const).flatMap((language) => {
    const text = form?.elements.namedItem(language === 'fr' ? 'bodyFr' : 'bodyEn')
    return text instanceof HTMLTextAreaElement ? [{ text, language }] : []
  })

const isOwn = ({ value }: HTMLTextAreaElement, suggestions: UpdateFormProps['suggestions']) =>
  value.trim() !== '' && !Object.values(suggestions).some(({ fr, en }) => value === fr || value === en)

function write(text: HTMLTextAreaElement, words: string): void {
  text.value = words
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Offers the words of a stage that was just chosen, where nobody has written any of their own. */
function suggest(change: FormEvent<HTMLElement>, suggestions: UpdateFormProps['suggestions']): void {
  const { form, value } = change.target as HTMLInputElement
  const texts = bodiesOf(form)
  if (texts.some(({ text }) => isOwn(text, suggestions))) return
  for (const { text, language } of texts) write(text, suggestions[value]?.[language] ?? '')
}

/** Takes an untouched offer out of the other language once this one has words of its own: it could contradict them. */
function keepOneVoice(typing: FormEvent<HTMLElement>, suggestions: UpdateFormProps['suggestions']): void {
  const typed = typing.target
  if (!(typed instanceof HTMLTextAreaElement) || !isOwn(typed, suggestions)) return
  for (const { text } of bodiesOf(typed.form)) {
    if (text !== typed && text.value !== '' && !isOwn(text, suggestions)) write(text, '')
  }
}

/** For the slower of two publishers: what the faster one said, above the text that was kept. */
function PublishedMeanwhile({ version, latest }: { version: number; latest: Told }) {
  const t = useTranslate()
  const locale = useLocale()
  const refused = useActionData() as { result?: { initialValue?: { version?: unknown } } } | undefined
  const seen = Number(refused?.result?.initialValue?.version ?? version)
  if (seen >= version) return null
  return (
    <Alert
      tone="caution"
      title={t('incidents:conflict.title', { name: latest.author ?? t('desk:update.byClock') })}
    >
      {eventStateName(t, latest)} · <Time at={latest.displayAt} />
      <div className="mt-1 text-ink">
        <UpdateBody html={latest.html[locale]} lang={latest.writtenIn} />
      </div>
    </Alert>
  )
}
