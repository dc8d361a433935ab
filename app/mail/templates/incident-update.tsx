import { Link } from '@react-email/components'
import { formatTime } from '#app/i18n/format.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft, soft } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

type Args = TemplateArgs<'incident_update'>

const stateOf = ({ t, data }: Args) =>
  data.kind === 'maintenance'
    ? t(`status:maintenance.${data.status as 'scheduled'}`)
    : t(`status:incident.${data.status as 'resolved'}`)

/** One update of an incident or maintenance, to one subscriber. */
export const incidentUpdate: Template<'incident_update'> = {
  subject: (args) => `${stateOf(args)} – ${args.data.incidentName}`,
  preview: ({ data }) => data.text.slice(0, 140),
  Body: (args) => {
    const { t, data, locale } = args
    return (
      <>
        <Heading>{data.incidentName}</Heading>
        <Soft>
          {stateOf(args)} · {formatTime(locale, data.displayAt)}
        </Soft>
        {data.scheduledFor && data.scheduledUntil && (
          <Paragraph>
            {t('mail:incidentUpdate.window', {
              from: formatTime(locale, data.scheduledFor),
              until: formatTime(locale, data.scheduledUntil),
            })}
          </Paragraph>
        )}
        <MarkdownBody html={data.html} />
        {data.components.length > 0 && (
          <Panel>
            <PanelTitle>{t('mail:incidentUpdate.affected')}</PanelTitle>
            <Soft>
              {data.components.map((component) => (
                <span key={component.name} style={{ display: 'block' }}>
                  {t('mail:incidentUpdate.component', {
                    component: component.name,
                    status: t(`status:component.${component.status}`),
                  })}
                </span>
              ))}
            </Soft>
          </Panel>
        )}
        <MailButton href={data.url} label={t('mail:incidentUpdate.button')} t={t} />
      </>
    )
  },
  Footer: ({ t, data }) => (
    <p className="soft" style={{ ...soft, fontSize: 13 }}>
      {t('mail:incidentUpdate.why')}{' '}
      <Link className="link" href={data.manageUrl} style={{ color: '#1f5fa8' }}>
        {t('mail:incidentUpdate.leave')}
      </Link>
    </p>
  ),
}

/** `html` was sanitised where it was made (app/domain/incidents): the type of the template says so. */
function MarkdownBody({ html }: { html: string }) {
  return (
    <div
      className="ink"
      style={{ color: '#17212b', fontSize: 16, lineHeight: '25px' }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised Markdown, see above
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
