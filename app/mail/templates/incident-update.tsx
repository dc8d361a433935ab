import { Link } from '@react-email/link'
import { formatTime } from '#app/i18n/format.ts'
import { stateName } from '#app/i18n/state-name.ts'
import { windowText } from '#app/i18n/window-text.ts'
import { Heading, MailButton, Panel, PanelTitle, Paragraph, Soft, soft } from '#app/mail/layout.tsx'
import type { Template, TemplateArgs } from '#app/mail/render.ts'

type Args = TemplateArgs<'incident_update'>

function stateOf({ t, data }: Args): string {
  switch (data.notice) {
    case 'reminder':
    case 'rescheduled':
      return t(`maintenance:mail.${data.notice}`)
    case 'cancelled':
      return t('status:page.cancelled')
    case 'update':
      return stateName(t, data.status)
  }
}

const WINDOW_TEXTS = {
  update: 'mail:incidentUpdate.window',
  reminder: 'maintenance:mail.windowReminder',
  rescheduled: 'maintenance:mail.windowRescheduled',
  cancelled: 'maintenance:mail.windowCancelled',
} as const

/** The window in a sentence; null where there is none, or where the text says nothing else. */
function windowOf({ t, data, locale }: Args): string | null {
  const { notice, scheduledFor: from, scheduledUntil: until } = data
  if (!from || !until) return null
  const sentence = t(WINDOW_TEXTS[notice], {
    window: windowText(t, locale, { from, until }, { inSentence: true }),
  })
  return sentence === data.text ? null : sentence
}

/** One update of an incident or maintenance, to one subscriber. */
export const incidentUpdate: Template<'incident_update'> = {
  subject: (args) => `${stateOf(args)} – ${args.data.incidentName}`,
  preview: ({ data }) => data.text.slice(0, 140),
  Body: (args) => {
    const { t, data, locale } = args
    const window = windowOf(args)
    return (
      <>
        <Heading lang={data.nameLang}>{data.incidentName}</Heading>
        {/* What is yet to come leads with its window: when it was published is not when it is. */}
        {data.status !== 'scheduled' && data.notice === 'update' && (
          <Soft>
            {stateOf(args)} · {formatTime(locale, data.displayAt)}
          </Soft>
        )}
        {window && <Paragraph>{window}</Paragraph>}
        <MarkdownBody html={data.html} lang={data.textLang} />
        {data.recurrence && (
          <Paragraph>{t('maintenance:mail.recurrence', { rule: data.recurrence })}</Paragraph>
        )}
        {data.components.length > 0 && (
          <Panel>
            <PanelTitle>{t('mail:incidentUpdate.affected')}</PanelTitle>
            <Soft>
              {data.components.map((component) => (
                <span key={component.name} style={{ display: 'block' }}>
                  {/* What is planned changes nothing yet. */}
                  {data.status === 'scheduled'
                    ? component.name
                    : t('mail:incidentUpdate.component', {
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
function MarkdownBody({ html, lang }: { html: string; lang?: string }) {
  return (
    <div
      lang={lang}
      className="ink"
      style={{ color: '#17212b', fontSize: 16, lineHeight: '25px' }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised Markdown, see above
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
