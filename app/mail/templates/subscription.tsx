import { Heading, MailButton, Paragraph, Soft } from '#app/mail/layout.tsx'
import type { Template } from '#app/mail/render.ts'

/** Second step of a subscription: the link opens a page, and only its button subscribes. */
export const subscriptionConfirm: Template<'subscription_confirm'> = {
  subject: ({ t, provider }) => t('mail:subscriptionConfirm.subject', { provider: provider.name }),
  preview: ({ t }) => t('mail:subscriptionConfirm.preview'),
  Body: ({ t, data, provider }) => (
    <>
      <Heading>{t('mail:subscriptionConfirm.title')}</Heading>
      <Paragraph>{t('mail:subscriptionConfirm.text', { provider: provider.name })}</Paragraph>
      <MailButton href={data.url} label={t('mail:subscriptionConfirm.button')} t={t} />
      <Soft>{t('mail:subscriptionConfirm.expires', { days: data.days })}</Soft>
    </>
  ),
}

export const subscriptionKnown: Template<'subscription_known'> = {
  subject: ({ t, provider }) => t('mail:subscriptionKnown.subject', { provider: provider.name }),
  preview: ({ t }) => t('mail:subscriptionKnown.preview'),
  Body: ({ t, data, provider }) => (
    <>
      <Heading>{t('mail:subscriptionKnown.title')}</Heading>
      <Paragraph>{t('mail:subscriptionKnown.text', { provider: provider.name })}</Paragraph>
      <MailButton href={data.url} label={t('mail:subscriptionKnown.button')} t={t} />
    </>
  ),
}
