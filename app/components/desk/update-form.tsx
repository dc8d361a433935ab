import { ComponentClaims, claimsAsTyped, type DeskGroup } from '#app/components/desk/component-claims.tsx'
import type { DeskEvent } from '#app/components/desk/desk-events.tsx'
import { Bodies } from '#app/components/desk/desk-fields.tsx'
import { EventForm } from '#app/components/desk/event-form.tsx'
import { PublishedMeanwhile } from '#app/components/desk/published-meanwhile.tsx'
import { keepOneVoice, type Suggestions, suggest } from '#app/components/desk/suggested-words.ts'
import type { Told } from '#app/components/desk/told-timeline.tsx'
import { FormField } from '#app/components/form/form-field.tsx'
import { usePageForm } from '#app/components/form/page-form.tsx'
import { isOver } from '#app/components/status/tones.ts'
import { Alert } from '#app/components/ui/alert.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { OPEN_STATUSES } from '#app/domain/components/status.ts'
import { publishUpdateSchema } from '#app/domain/incidents/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface UpdateFormProps {
  event: DeskEvent & { version: number }
  groups: readonly DeskGroup[]
  recipients: number
  suggestions: Suggestions
  latest: Told | undefined
  /** Where somebody asks to reopen what is resolved: what it said of its components before, by their ids. */
  goesOnWith: Readonly<Record<string, string>> | null
}

/**
 * The next update of an incident. One that is over takes a postmortem and says nothing of components; while it has none,
 * it can be opened again.
 */
export function UpdateForm({ event, groups, recipients, suggestions, latest, goesOnWith }: UpdateFormProps) {
  const t = useTranslate()
  const reopening = goesOnWith !== null && event.status === 'resolved'
  const over = isOver(event.status) && !reopening
  const kind = over ? 'postmortem' : reopening ? 'reopen' : 'update'
  const current = over ? 'postmortem' : reopening ? OPEN_STATUSES[0] : event.status
  const stages = reopening ? OPEN_STATUSES : [...OPEN_STATUSES, 'resolved' as const]
  const postmortem = over && event.status === 'resolved' ? suggestions.postmortem : undefined
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
  const said =
    (reopening && goesOnWith) || Object.fromEntries(event.components.map(({ id, status }) => [id, status]))
  const typed = fields.components.initialValue
  return (
    <EventForm
      form={form}
      title={t(TITLES[kind])}
      notify={{ field: fields.notify, recipients }}
      submit={t(SUBMITS[kind])}
      subject={{ incident: event.id }}
      keepsDraft
    >
      {over && (
        <Alert
          actions={
            event.status === 'resolved' && (
              <LinkButton to="?reopen" size="small">
                {t('desk:update.reopen')}
              </LinkButton>
            )
          }
        >
          {t('desk:update.over')}
          {event.status === 'resolved' && ` ${t('desk:update.goesOn')}`}
        </Alert>
      )}
      {reopening && (
        <Alert
          actions={
            <LinkButton to="?" size="small">
              {t('desk:update.keepResolved')}
            </LinkButton>
          }
        >
          {t('desk:update.reopenLead')}
        </Alert>
      )}
      {reopening && <input type="hidden" name={fields.reopen.name} value="on" />}
      {latest && <PublishedMeanwhile version={event.version} latest={latest} />}
      <input type="hidden" name={fields.version.name} value={event.version} />
      {over ? (
        <input type="hidden" name={fields.status.name} value={current} />
      ) : (
        <div onChange={(change) => suggest(change, suggestions)}>
          <FormField
            meta={fields.status}
            label={t('desk:incident.status')}
            hint={!reopening && t('desk:update.resolveHint')}
            control="radio"
            options={stages.map((value) => ({ value, label: t(`status:incident.${value}`) }))}
          />
        </div>
      )}
      <div className="flex flex-col gap-5" onInput={(typing) => keepOneVoice(typing, suggestions)}>
        <Bodies fields={fields} />
      </div>
      {!over && <ComponentClaims groups={groups} chosen={typed ? claimsAsTyped(typed) : said} />}
      {reopening && (
        <FormField
          meta={fields.displayAt}
          label={t('desk:incident.displayAt')}
          hint={t('desk:incident.displayAtHint')}
          type="datetime-local"
        />
      )}
    </EventForm>
  )
}

const TITLES = {
  postmortem: 'desk:update.postmortem',
  reopen: 'desk:update.reopening',
  update: 'desk:update.title',
} as const

const SUBMITS = { ...TITLES, reopen: 'desk:update.reopen', update: 'desk:update.submit' } as const
