import { formatDay, formatList, formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft, Strong } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

type StateArgs = TemplateArgs<'account_restricted'> | TemplateArgs<'account_reinstated'>

/** "payments and payouts" in the reader's language. */
const capabilities = ({ t, data, locale }: StateArgs) =>
  formatList(
    locale,
    data.capabilities.map((capability) => t(`mail:capability.${capability}`)),
  )

export const accountRestricted: Template<'account_restricted'> = {
  subject: ({ t, data }) =>
    t(
      `mail:accountRestricted.subject.${data.capabilities.includes('payments') ? 'suspended' : 'restricted'}`,
      {
        account: data.accountName,
      },
    ),
  preview: (args) => args.t('mail:accountRestricted.preview', { capabilities: capabilities(args) }),
  Body: (args) => (
    <>
      <Heading>{args.t('mail:greeting', { name: args.data.name })}</Heading>
      <Paragraph>
        {args.t('mail:accountRestricted.text', {
          account: args.data.accountName,
          capabilities: capabilities(args),
        })}
        {args.data.items.length > 0 && ` ${args.t('mail:accountRestricted.missing')}`}
      </Paragraph>
      {args.data.items.map((item) => (
        <Panel key={item.url}>
          <PanelTitle>{item.title}</PanelTitle>
          <Soft>
            {item.deadline && (
              <>
                <Strong>
                  {args.t(`mail:requirementsDue.${item.overdue ? 'overdue' : 'deadline'}`, {
                    date: formatTime(args.locale, item.deadline, 'long-date'),
                  })}
                </Strong>
                <br />
              </>
            )}
            {item.legalGround && args.t('mail:requirementsDue.legalGround', { ground: item.legalGround })}
          </Soft>
        </Panel>
      ))}
      {args.data.next && (
        <Paragraph>
          {args.t('mail:accountRestricted.otherwise', {
            capability: args.t(`mail:capability.${args.data.next.capability}`),
            date: formatDay(args.locale, args.data.next.after),
          })}
        </Paragraph>
      )}
      <Paragraph>{args.t('mail:accountRestricted.next')}</Paragraph>
      <MailButton
        href={args.data.url}
        label={args.t(
          args.data.items.length > 0 ? 'mail:accountRestricted.button' : 'mail:accountReinstated.button',
        )}
        t={args.t}
      />
    </>
  ),
}

export const accountReinstated: Template<'account_reinstated'> = {
  subject: (args) =>
    args.t('mail:accountReinstated.subject', {
      account: args.data.accountName,
      capabilities: capabilities(args),
    }),
  preview: (args) => args.t('mail:accountReinstated.preview', { capabilities: capabilities(args) }),
  Body: (args) => (
    <>
      <Heading>{args.t('mail:greeting', { name: args.data.name })}</Heading>
      <Paragraph>
        {args.t('mail:accountReinstated.text', {
          account: args.data.accountName,
          capabilities: capabilities(args),
        })}
      </Paragraph>
      <Paragraph>{args.t('mail:accountReinstated.next')}</Paragraph>
      <MailButton href={args.data.url} label={args.t('mail:accountReinstated.button')} t={args.t} />
    </>
  ),
}
