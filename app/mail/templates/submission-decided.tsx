import { formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft } from '#app/mail/layout.tsx'
import type { Template } from '#app/mail/render.ts'

export const submissionApproved: Template<'submission_approved'> = {
  subject: ({ t, data }) => t('mail:submissionApproved.subject', { document: data.documentType }),
  preview: ({ t }) => t('mail:submissionApproved.preview'),
  Body: ({ t, data }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>
        {t('mail:submissionApproved.text', { document: data.documentType, account: data.accountName })}
      </Paragraph>
      <MailButton href={data.url} label={t('mail:submissionApproved.button')} t={t} />
    </>
  ),
}

export const submissionRejected: Template<'submission_rejected'> = {
  subject: ({ t, data }) => t('mail:submissionRejected.subject', { document: data.documentType }),
  preview: ({ data }) => data.reasons.map((reason) => reason.title).join(', '),
  Body: ({ t, data, locale }) => (
    <>
      <Heading>{t('mail:greeting', { name: data.name })}</Heading>
      <Paragraph>
        {t('mail:submissionRejected.text', { document: data.documentType, account: data.accountName })}
      </Paragraph>
      {data.reasons.map((reason) => (
        <Panel key={reason.title}>
          <PanelTitle>{reason.title}</PanelTitle>
          <Soft>{reason.action}</Soft>
        </Panel>
      ))}
      {data.note && <Paragraph>{t('mail:submissionRejected.note', { note: data.note })}</Paragraph>}
      {data.deadline && (
        <Paragraph>
          {t('mail:submissionRejected.deadline', { date: formatTime(locale, data.deadline, 'long-date') })}
        </Paragraph>
      )}
      <MailButton href={data.url} label={t('mail:submissionRejected.button')} t={t} />
    </>
  ),
}
