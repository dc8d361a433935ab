import { newToken } from '#app/domain/access/tokens.ts'
import type { ClaimedDelivery } from '#app/domain/broadcasts/claim-deliveries.ts'
import { type IncidentNews, newsIn } from '#app/domain/broadcasts/incident-news.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { hasBegun } from '#app/domain/maintenance/has-begun.ts'
import { windowOf } from '#app/domain/maintenance/series.ts'
import { manageUrl } from '#app/domain/subscribers/links.ts'
import { writtenText } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { OutgoingMail, RenderedMail } from '#app/mail/types.ts'
import { rows } from '#db/client.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident, IncidentUpdate, MaintenanceSeries } from '#db/models/status.ts'

type Write = (delivery: ClaimedDelivery) => OutgoingMail

/**
 * Writes the mails of one broadcast. Each language is rendered once, with a stand-in where the subscriber's own
 * link goes: rendering costs more than sending, and nothing else differs from one recipient to the next.
 */
export async function prepareUpdateMails(ctx: Context, broadcastId: string): Promise<Write> {
  const { settings } = ctx
  const news = await readNews(ctx, broadcastId)
  const standIn = `${settings.statusUrl}/${newToken()}`
  const rendered: Record<Locale, RenderedMail> = {
    fr: await ctx.mailer.render('incident_update', 'fr', {
      ...newsIn(settings, news, 'fr'),
      manageUrl: standIn,
    }),
    en: await ctx.mailer.render('incident_update', 'en', {
      ...newsIn(settings, news, 'en'),
      manageUrl: standIn,
    }),
  }
  const host = new URL(settings.publicUrl).hostname
  return ({ id, subscriberId, email, locale }) => {
    const { subject, text, html } = rendered[locale]
    // The link holds nothing that HTML would escape, so it can take the stand-in's place in both.
    const link = manageUrl(settings, subscriberId)
    return {
      to: email,
      subject,
      text: text.replaceAll(standIn, `${link}?lang=${locale}`),
      html: html.replaceAll(standIn, `${link}?lang=${locale}`),
      messageId: `<${id}.${broadcastId}@${host}>`,
      // No mail carries this id: it is the root that all updates of one incident share.
      inReplyTo: `<incident.${news.incident.id}@${host}>`,
      headers: {
        'List-Unsubscribe': `<${link}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
    }
  }
}

async function readNews(ctx: Context, broadcastId: string): Promise<IncidentNews> {
  const broadcast = await Broadcast.query(ctx.db).findById(broadcastId)
  const update = broadcast && (await IncidentUpdate.query(ctx.db).findById(broadcast.updateId))
  const incident = update && (await Incident.query(ctx.db).findById(update.incidentId))
  if (!update || !incident) throw notFound()
  const components = await rows<IncidentNews['components'][number]>(
    ctx.db,
    `select c.name_fr, c.name_en, u.new_status as status, c.position, c.id from incident_update_components u
       join components c on c.id = u.component_id
      where u.update_id = :updateId and c.shown
     union all
     -- A planned maintenance changes nothing yet; what it will touch is what its readers look for.
     select c.name_fr, c.name_en, i.status, c.position, c.id from incident_components i
       join components c on c.id = i.component_id
      where i.incident_id = :incidentId and c.shown and c.deleted_at is null and cast(:status as text) = 'scheduled'
     order by position, id`,
    { updateId: update.id, incidentId: incident.id, status: update.status },
  )
  const notice = await noticeOf(ctx, incident, update, broadcast)
  const displayAt = notice === 'reminder' ? broadcast.createdAt : update.displayAt
  return {
    incident: {
      id: incident.id,
      kind: incident.kind,
      name: writtenText(incident, 'name'),
      scheduledFor: incident.scheduledFor,
      scheduledUntil: incident.scheduledUntil,
    },
    update: { status: update.status, body: writtenText(update, 'body'), displayAt },
    components,
    notice,
    rule: await ruleToTell(ctx, incident, update),
  }
}

/** The rule of the series that goes on, told with what is planned, and with a day that the rule no longer names. */
async function ruleToTell(ctx: Context, incident: Incident, update: IncidentUpdate) {
  const isTold = update.status === 'scheduled' || incident.occurrenceOn === null
  if (!incident.seriesId || !isTold) return null
  const series = await MaintenanceSeries.query(ctx.db).findById(incident.seriesId)
  return series && !series.stoppedAt ? windowOf(series) : null
}

async function noticeOf(
  ctx: Context,
  incident: Incident,
  update: IncidentUpdate,
  broadcast: Broadcast,
): Promise<IncidentNews['notice']> {
  if (broadcast.reminderMinutes !== null) return 'reminder'
  if (update.rescheduled) return 'rescheduled'
  if (update.status !== 'completed') return 'update'
  return (await hasBegun(ctx, incident.id)) ? 'update' : 'cancelled'
}
