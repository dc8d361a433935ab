import { Heading, MailButton, Paragraph, Soft } from '#app/mail/layout.tsx'
import type { Template } from '#app/mail/render.ts'

/** First link of a new user: choose a password. */
export const activation: Template<'activation'> = {
  subject: ({ t, provider }) => t('mail:activation.subject', { provider: provider.name }),
  preview: ({ t, data }) => t('mail:activation.preview', { hours: data.hours }),
  Body: ({ t, data, provider }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>
        {data.accountName
          ? t('mail:activation.forAccount', { account: data.accountName, provider: provider.name })
          : t('mail:activation.forStaff', { provider: provider.name })}
      </Paragraph>
      <MailButton href={data.url} label={t('mail:activation.button')} t={t} />
      <Soft>{t('mail:activation.expires', { hours: data.hours })}</Soft>
    </>
  ),
}

export const passwordReset: Template<'password_reset'> = {
  subject: ({ t, provider }) => t('mail:passwordReset.subject', { provider: provider.name }),
  preview: ({ t, data }) => t('mail:passwordReset.preview', { hours: data.hours }),
  Body: ({ t, data }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>{t('mail:passwordReset.text')}</Paragraph>
      <MailButton href={data.url} label={t('mail:passwordReset.button')} t={t} />
      <Soft>{t('mail:passwordReset.expires', { hours: data.hours })}</Soft>
    </>
  ),
}
