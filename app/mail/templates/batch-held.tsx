import { formatNumber } from '#app/i18n/format.ts'
import { Heading, MailButton, Paragraph } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

const numbers = ({ data, locale }: TemplateArgs<'batch_held'>) => ({
  count: data.accounts,
  accounts: formatNumber(locale, data.accounts),
  active: formatNumber(locale, data.activeAccounts),
})

/** To officers: the circuit breaker holds a run. */
export const batchHeld: Template<'batch_held'> = {
  subject: (args) => args.t('upcoming:mail.subject', numbers(args)),
  preview: ({ t }) => t('upcoming:mail.preview'),
  Body: (args) => (
    <>
      <Heading>{args.t('mail:greeting', { name: args.data.name })}</Heading>
      <Paragraph>{args.t('upcoming:mail.text', numbers(args))}</Paragraph>
      <Paragraph>{args.t('upcoming:mail.next')}</Paragraph>
      <MailButton href={args.data.url} label={args.t('upcoming:mail.button')} t={args.t} />
    </>
  ),
}
