import { formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft } from '#app/mail/layout.tsx'
import type { Template } from '#app/mail/render.ts'

/** To administrators: an endpoint is stopped, and what becomes of the events meanwhile. */
export const webhookHalted: Template<'webhook_halted'> = {
  subject: ({ t, data }) => t(`webhooks:mail.${data.reason}.subject`, { host: data.host }),
  preview: ({ t, data }) => t(`webhooks:mail.${data.reason}.next`),
  Body: ({ t, data, locale }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>{t(`webhooks:mail.${data.reason}.text`)}</Paragraph>
      <Panel>
        <PanelTitle>{data.host}</PanelTitle>
        <Soft>{t('webhooks:mail.since', { since: formatTime(locale, data.since) })}</Soft>
      </Panel>
      <Paragraph>{t(`webhooks:mail.${data.reason}.next`)}</Paragraph>
      <MailButton href={data.url} label={t('webhooks:mail.see')} t={t} />
    </>
  ),
}
