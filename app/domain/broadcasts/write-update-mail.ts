import { newToken } from '#app/domain/access/tokens.ts'
import type { ClaimedDelivery } from '#app/domain/broadcasts/claim-deliveries.ts'
import { type IncidentNews, newsIn } from '#app/domain/broadcasts/incident-news.ts'
import type { Context } from '#app/domain/context.ts'
import { notFound } from '#app/domain/errors.ts'
import { manageUrl } from '#app/domain/subscribers/links.ts'
import type { Locale } from '#app/i18n/locales.ts'
import type { OutgoingMail, RenderedMail } from '#app/mail/types.ts'
import { rows } from '#db/client.ts'
import { Broadcast } from '#db/models/mail.ts'
import { Incident, IncidentUpdate } from '#db/models/status.ts'

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
    `select c.name_fr, c.name_en, u.new_status as status from incident_update_components u
       join components c on c.id = u.component_id
      where u.update_id = :updateId and c.shown order by c.position, c.id`,
    { updateId: update.id },
  )
  return { incident, update, components }
}
