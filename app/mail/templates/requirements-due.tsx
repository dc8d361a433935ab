import { formatDay, formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft, Strong } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

/** One mail per account and day: everything due, why, by when, and what happens otherwise. */
export const requirementsDue: Template<'requirements_due'> = {
  subject: ({ t, data }) =>
    t(`mail:requirementsDue.subject.${data.reason}`, { count: data.items.length, account: data.accountName }),
  preview: ({ data }) => data.items.map((item) => item.title).join(', '),
  Body: ({ t, data, locale, provider }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>
        {t(`mail:requirementsDue.intro.${data.reason}`, {
          count: data.items.length,
          account: data.accountName,
          provider: provider.name,
        })}
      </Paragraph>
      {data.items.map((item) => (
        <Panel key={item.url}>
          <PanelTitle>{item.title}</PanelTitle>
          <Soft>
            <Strong>{byWhen(item, t, locale)}</Strong>
            {item.why && (
              <>
                <br />
                {item.why}
              </>
            )}
            {item.message && (
              <>
                <br />
                {item.message}
              </>
            )}
            <br />
            {t('mail:requirementsDue.legalGround', { ground: item.legalGround })}
          </Soft>
        </Panel>
      ))}
      <Paragraph>{t('mail:requirementsDue.otherwise')}</Paragraph>
      <MailButton
        href={data.url}
        label={t('mail:requirementsDue.button', { count: data.items.length })}
        t={t}
      />
    </>
  ),
}

type Args = TemplateArgs<'requirements_due'>

function byWhen(item: Args['data']['items'][number], t: Args['t'], locale: Args['locale']): string {
  if (item.deadline) {
    const date = formatTime(locale, item.deadline, 'long-date')
    return t(`mail:requirementsDue.${item.overdue ? 'overdue' : 'deadline'}`, { date })
  }
  if (!item.later) return t('mail:requirementsDue.noDeadline')
  return t('mail:requirementsDue.later', {
    from: formatDay(locale, item.later.from),
    until: formatDay(locale, item.later.until),
  })
}
