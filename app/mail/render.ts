import { render, toPlainText } from '@react-email/render'
import { createElement } from 'react'
import type { Locale } from '#app/i18n/locales.ts'
import { type Translate, translator } from '#app/i18n/translate.ts'
import { MailLayout } from '#app/mail/layout.tsx'
import { templates } from '#app/mail/templates/index.ts'
import type { MailTemplate, MailTemplates, RenderedMail } from '#app/mail/types.ts'

/** What every template is given beside its data. */
export interface TemplateArgs<T extends MailTemplate> {
  data: MailTemplates[T]
  t: Translate
  locale: Locale
  provider: { name: string; supportEmail: string }
}

/** A template: its subject, the line that mailboxes show beside it, and its body. */
export interface Template<T extends MailTemplate> {
  subject(args: TemplateArgs<T>): string
  preview(args: TemplateArgs<T>): string
  Body(args: TemplateArgs<T>): React.ReactElement
  /** Foot of the mail beside the provider's own, such as how to leave. */
  Footer?(args: TemplateArgs<T>): React.ReactElement
}

/** Writes one mail in one language. Pure: the same input gives the same text. */
export async function renderTemplate<T extends MailTemplate>(
  name: T,
  locale: Locale,
  data: MailTemplates[T],
  provider: TemplateArgs<T>['provider'],
): Promise<RenderedMail> {
  const template = templates[name]
  const args: TemplateArgs<T> = { data, t: translator(locale), locale, provider }
  const element = createElement(
    MailLayout,
    {
      locale,
      provider,
      t: args.t,
      preview: template.preview(args),
      footer: template.Footer ? createElement(template.Footer, args as never) : null,
    },
    createElement(template.Body, args as never),
  )
  const html = await render(element)
  return { subject: template.subject(args), html, text: toPlainText(html) }
}
