import type { Preview } from '#app/components/desk/live-preview.tsx'
import { previewUpdate } from '#app/domain/broadcasts/preview-update.ts'
import { COMPONENT_STATUSES, type ComponentStatus } from '#app/domain/components/status.ts'
import { isPublicId } from '#app/domain/ids.ts'
import { MAX_BODY, MAX_NAME } from '#app/domain/incidents/schemas.ts'
import { type EventStatus, NEXT_STATUSES } from '#app/domain/incidents/transitions.ts'
import { action as guarded } from '#app/http/handlers.server.ts'
import { incidentPath } from '#app/i18n/status-path.ts'
import { timeFrom } from '#app/routes/desk/view.ts'
import { cut } from '#app/routes/status/cut.ts'
import { MAX_COMPONENTS } from '#app/routes/status/events.server.ts'

/** A form that is still being typed, in every place where it will stand, and how many it would reach. Stores nothing. */
export const action = guarded('incident:publish', async ({ ctx, form, url, locale }) => {
  const fields = await form()
  const draft = readDraft(fields, url.searchParams)
  const { news, impact, affects, startedAt, resolvedAt, ...preview } = await previewUpdate(ctx, draft)
  const otherLocale = locale === 'fr' ? 'en' : 'fr'
  const [shown, other] = [news[locale], news[otherLocale]]
  const { kind, displayAt, scheduledFor, scheduledUntil } = shown
  const answer: Preview = {
    ...preview,
    page: {
      id: 'preview',
      kind,
      name: shown.incidentName,
      lang: shown.nameLang,
      status: draft.status,
      impact: kind === 'maintenance' ? 'maintenance' : impact,
      startsAt: scheduledFor ?? startedAt.toISOString(),
      window: scheduledFor && scheduledUntil ? { from: scheduledFor, until: scheduledUntil } : null,
      resolvedAt: resolvedAt?.toISOString() ?? null,
      cancelled: false,
      components: cut(affects[locale], MAX_COMPONENTS),
      updates: cut(
        [
          {
            id: 'preview',
            status: draft.status,
            html: shown.html,
            lang: shown.textLang,
            at: displayAt,
            correctedAt: null,
            affected: cut([], 0),
          },
        ],
        1,
      ),
      href: draft.incidentId ? incidentPath(draft.incidentId, locale) : '#',
    },
    other: {
      locale: otherLocale,
      name: other.incidentName,
      lang: other.nameLang,
      html: other.html,
      writtenIn: other.textLang ?? shown.textLang,
    },
  }
  return Response.json(answer)
})

const COMPONENT_STATUS = /^components\[(\d+)\]\.status$/

/** As much of the form as can be read. */
function readDraft(fields: FormData, search: URLSearchParams) {
  const text = (name: string, maximum: number) =>
    String(fields.get(name) ?? '')
      .slice(0, maximum)
      .trim()
  const incident = search.get('incident') ?? ''
  const status = text('status', MAX_NAME) || search.get('status') || ''
  const isMaintenance = fields.has('scheduledFor')
  const claims = [...fields].flatMap(([name, value]) => {
    const index = COMPONENT_STATUS.exec(name)?.[1]
    const said = COMPONENT_STATUSES.find((one) => one === value)
    return index !== undefined && said
      ? [{ id: text(`components[${index}].id`, MAX_NAME), status: said }]
      : []
  })
  const planned = fields
    .getAll('componentIds')
    .map((id) => ({ id: String(id), status: 'under_maintenance' as ComponentStatus }))
  return {
    incidentId: isPublicId(incident) ? incident : null,
    kind: isMaintenance ? ('maintenance' as const) : ('incident' as const),
    nameFr: text('nameFr', MAX_NAME),
    nameEn: text('nameEn', MAX_NAME),
    status: isStatus(status) ? status : isMaintenance ? ('scheduled' as const) : ('investigating' as const),
    bodyFr: text('bodyFr', MAX_BODY),
    bodyEn: text('bodyEn', MAX_BODY),
    claims: isMaintenance ? planned : claims,
    scheduledFor: timeOrNull(text('scheduledFor', MAX_NAME)),
    scheduledUntil: timeOrNull(text('scheduledUntil', MAX_NAME)),
  }
}

const isStatus = (value: string): value is EventStatus => Object.hasOwn(NEXT_STATUSES, value)

function timeOrNull(value: string): Date | null {
  try {
    return value ? timeFrom(value) : null
  } catch {
    return null
  }
}
