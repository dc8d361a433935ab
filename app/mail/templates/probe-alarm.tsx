import { formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft } from '#app/mail/layout.tsx'
import type { Template } from '#app/mail/render.ts'

/** To publishers: a probe has failed, and what it did about it. */
export const probeAlarm: Template<'probe_alarm'> = {
  subject: ({ t, data }) =>
    t('probes:mail.subject', { component: data.componentName, probe: data.probeName }),
  preview: ({ t, data }) => t(data.opened ? 'probes:mail.opened' : 'probes:mail.proposed'),
  Body: ({ t, data, locale }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>
        {t('probes:mail.text', { probe: data.probeName, since: formatTime(locale, data.since) })}
      </Paragraph>
      <Panel>
        <PanelTitle>{data.componentName}</PanelTitle>
        <Soft>{t(`probes:outcome.${data.outcome}`, { status: data.httpStatus })}</Soft>
      </Panel>
      <Paragraph>{t(data.opened ? 'probes:mail.opened' : 'probes:mail.proposed')}</Paragraph>
      <MailButton
        href={data.url}
        label={t(data.opened ? 'probes:mail.seeIncident' : 'probes:mail.seeDesk')}
        t={t}
      />
    </>
  ),
}
