import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { type IncidentNews, newsIn } from '#app/domain/broadcasts/incident-news.ts'
import { NETWORKS, type Network, type WrittenPost } from '#app/domain/broadcasts/schemas.ts'
import { writePost } from '#app/domain/broadcasts/write-post.ts'
import { impactOf, isWorse } from '#app/domain/components/status.ts'
import type { Context } from '#app/domain/context.ts'
import { defaultName, inBoth } from '#app/domain/incidents/texts.ts'
import { type EventStatus, isOver } from '#app/domain/incidents/transitions.ts'
import type { Claim } from '#app/domain/incidents/write-update.ts'
import { type Bilingual, textsOf, writtenText } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { stateName } from '#app/i18n/state-name.ts'
import { translator } from '#app/i18n/translate.ts'
import { rows } from '#db/client.ts'
import { Component, type Impact, Incident } from '#db/models/status.ts'

/** A form as far as it is filled in. */
export interface UpdateDraft {
  /** What it is about, where that is published already. */
  readonly incidentId: string | null
  readonly kind: 'incident' | 'maintenance'
  readonly nameFr: string
  readonly nameEn: string
  readonly status: EventStatus
  readonly bodyFr: string
  readonly bodyEn: string
  readonly claims: readonly Claim[]
  readonly scheduledFor: Date | null
  readonly scheduledUntil: Date | null
}

export interface UpdatePreview {
  readonly recipients: number
  readonly impact: Impact
  /** When the incident began; now for a new one. */
  readonly startedAt: Date
  /** When it was over; now where this draft ends it, null while it goes on. */
  readonly resolvedAt: Date | null
  /** Every component that the incident touches, also those of which this draft says nothing. */
  readonly affects: Record<Locale, readonly string[]>
  readonly news: Record<Locale, ReturnType<typeof newsIn>>
  readonly mail: Record<Locale, { readonly subject: string; readonly html: string }>
  readonly posts: Record<Network, WrittenPost>
}

/** Posts go out once, in the language of the business. */
const POST_LOCALE = 'fr'
/** As long as a real id, so that lengths are right before there is one. */
const NO_ID = 'x'.repeat(12)

/** A draft as page, mail and posts would show it, and how many would be written to. Stores nothing. */
export async function previewUpdate(ctx: Context, draft: UpdateDraft): Promise<UpdatePreview> {
  const incident = draft.incidentId
    ? await Incident.query(ctx.db).findById(draft.incidentId).whereNull('deletedAt')
    : undefined
  const kind = incident?.kind ?? draft.kind
  const said = incident ? await saidSoFar(ctx, incident.id) : []
  const claims = isOver(draft.status)
    ? said.map(({ id }) => ({ id, status: 'operational' as const }))
    : draft.claims
  const changed = claims.filter(({ id, status }) => said.find((one) => one.id === id)?.status !== status)
  const recipients = await countRecipients(ctx, {
    kind,
    componentIds: (changed.length > 0 ? changed : said).map(({ id }) => id),
  })
  const known = await shownComponents(ctx, [...said, ...claims])
  const told = newsOf(ctx, { ...draft, kind }, incident, known, changed)
  const news = { fr: newsIn(ctx.settings, told, 'fr'), en: newsIn(ctx.settings, told, 'en') }
  const now = ctx.clock.now()
  return {
    recipients,
    startedAt: incident?.startedAt ?? now,
    resolvedAt: isOver(draft.status) ? (incident?.resolvedAt ?? now) : null,
    impact: incident && claims.length === 0 ? incident.impact : impactOf(claims.map(({ status }) => status)),
    affects: { fr: known.map(({ nameFr }) => nameFr), en: known.map(({ nameEn }) => nameEn) },
    news,
    mail: { fr: await mailOf(ctx, news.fr, 'fr'), en: await mailOf(ctx, news.en, 'en') },
    posts: Object.fromEntries(
      NETWORKS.map((network) => [network, postOf(network, news[POST_LOCALE])]),
    ) as Record<Network, WrittenPost>,
  }
}

/** As openIncident names what nobody named; "…" while nothing is said of any component. */
function nameAfterWorst([first, ...others]: IncidentNews['components']): Bilingual {
  if (!first) return { fr: '…', en: '…' }
  const worst = others.reduce((a, b) => (isWorse(b.status, a.status) ? b : a), first)
  return defaultName(textsOf(worst, 'name'), worst.status)
}

const saidSoFar = (ctx: Context, incidentId: string): Promise<Claim[]> =>
  rows(ctx.db, 'select component_id as id, status from incident_components where incident_id = :incidentId', {
    incidentId,
  })

const shownComponents = async (ctx: Context, claims: readonly Claim[]): Promise<Component[]> =>
  Component.query(ctx.db)
    .whereIn(
      'id',
      claims.map(({ id }) => id),
    )
    .where({ shown: true })
    .whereNull('deletedAt')
    .orderBy(['position', 'id'])

function newsOf(
  ctx: Context,
  draft: UpdateDraft,
  incident: Incident | undefined,
  known: readonly Component[],
  changed: readonly Claim[],
): IncidentNews {
  const components = known.flatMap(({ id, nameFr, nameEn }) => {
    const claim = changed.find((one) => one.id === id)
    return claim ? [{ nameFr, nameEn, status: claim.status }] : []
  })
  return {
    incident: {
      id: incident?.id ?? NO_ID,
      kind: draft.kind,
      name: incident
        ? writtenText(incident, 'name')
        : (inBoth(draft.nameFr, draft.nameEn) ?? nameAfterWorst(components)),
      scheduledFor: incident?.scheduledFor ?? draft.scheduledFor,
      scheduledUntil: incident?.scheduledUntil ?? draft.scheduledUntil,
    },
    update: {
      status: draft.status,
      body: inBoth(draft.bodyFr, draft.bodyEn) ?? { fr: '', en: '' },
      displayAt: ctx.clock.now(),
    },
    components,
    notice: 'update',
    rule: null,
  }
}

async function mailOf(ctx: Context, news: ReturnType<typeof newsIn>, locale: Locale) {
  const { subject, html } = await ctx.mailer.render('incident_update', locale, {
    ...news,
    manageUrl: news.url,
  })
  return { subject, html }
}

function postOf(network: Network, news: ReturnType<typeof newsIn>): WrittenPost {
  return writePost(network, {
    state: stateName(translator(POST_LOCALE), news.status),
    name: news.incidentName,
    components: news.components.map(({ name }) => name),
    text: news.text,
    url: news.url,
  })
}
