import { formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Paragraph } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

type EndArgs = TemplateArgs<'account_closed'> | TemplateArgs<'account_reopened'>

const facts = ({ data, locale }: EndArgs) => ({
  account: data.accountName,
  date: formatTime(locale, data.on, 'long-date'),
})

export const accountClosed: Template<'account_closed'> = {
  subject: ({ t, data }) => t('mail:accountClosed.subject', { account: data.accountName }),
  preview: ({ t }) => t('mail:accountClosed.preview'),
  Body: (args) => (
    <>
      <Heading>{args.t('mail:greeting', { name: args.data.name })}</Heading>
      <Paragraph>{args.t('mail:accountClosed.text', facts(args))}</Paragraph>
      <Paragraph>{args.t('mail:accountClosed.next')}</Paragraph>
      <MailButton href={args.data.url} label={args.t('mail:accountClosed.button')} t={args.t} />
    </>
  ),
}

export const accountReopened: Template<'account_reopened'> = {
  subject: ({ t, data }) => t('mail:accountReopened.subject', { account: data.accountName }),
  preview: ({ t }) => t('mail:accountReopened.preview'),
  Body: (args) => (
    <>
      <Heading>{args.t('mail:greeting', { name: args.data.name })}</Heading>
      <Paragraph>{args.t('mail:accountReopened.text', facts(args))}</Paragraph>
      <Paragraph>{args.t('mail:accountReopened.next')}</Paragraph>
      <MailButton href={args.data.url} label={args.t('mail:accountReopened.button')} t={args.t} />
    </>
  ),
}
