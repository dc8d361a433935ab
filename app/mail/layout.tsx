// One by one: the package that holds them all also loads Tailwind and a highlighter of code, 40 MB for every worker.
import { Body } from '@react-email/body'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Html } from '@react-email/html'
import { Link } from '@react-email/link'
import { Preview } from '@react-email/preview'
import { Section } from '@react-email/section'
import { Text } from '@react-email/text'
import type { ReactNode } from 'react'
import type { Locale } from '#app/i18n/locales.ts'
import type { Translate } from '#app/i18n/translate.ts'

/** Colours carry class names, so that mailboxes that honour it repaint them in dark mode. */
const DARK_MODE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #0f1419 !important; }
    .card { background-color: #182028 !important; border-color: #2c3742 !important; }
    .ink { color: #e8edf2 !important; }
    .soft { color: #a6b3c0 !important; }
    .rule { border-color: #2c3742 !important; }
    .panel { background-color: #212b35 !important; border-color: #2c3742 !important; }
    .button { background-color: #7fb0e8 !important; color: #0f1419 !important; }
    .link { color: #9cc4f2 !important; }
  }
  @media (max-width: 480px) { .card { padding: 24px 20px !important; } }
`

const FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

export const ink = { color: '#17212b', fontSize: 16, lineHeight: '25px', margin: '0 0 16px' } as const
export const soft = { color: '#566370', fontSize: 14, lineHeight: '21px', margin: '0 0 12px' } as const

interface LayoutProps {
  locale: Locale
  provider: { name: string; supportEmail: string }
  t: Translate
  preview: string
  footer: ReactNode
  children?: ReactNode
}

/** The frame of every mail, in the provider's clothes. */
export function MailLayout({ locale, provider, t, preview, footer, children }: LayoutProps) {
  return (
    <Html lang={locale} dir="ltr">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{DARK_MODE}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="page" style={{ fontFamily: FONT, margin: 0 }}>
        <Section className="page" style={{ backgroundColor: '#f3f5f7', padding: '24px 0' }}>
          <Container style={{ maxWidth: 560, padding: '0 12px' }}>
            <Text className="ink" style={{ ...ink, fontWeight: 650, margin: '0 0 12px', padding: '0 4px' }}>
              {provider.name}
            </Text>
            <Section
              className="card"
              style={{
                backgroundColor: '#ffffff',
                border: '1px solid #dfe4e9',
                borderRadius: 10,
                padding: '32px 32px 24px',
              }}
            >
              {children}
            </Section>
            <Section style={{ padding: '16px 4px' }}>
              {footer}
              <Text className="soft" style={{ ...soft, fontSize: 13, margin: 0 }}>
                {t('mail:footer', { provider: provider.name })}{' '}
                <Link className="link" href={`mailto:${provider.supportEmail}`} style={{ color: '#1f5fa8' }}>
                  {provider.supportEmail}
                </Link>
              </Text>
            </Section>
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

/** The one thing to do, and its address in plain sight for mailboxes that show no buttons. */
export function MailButton({ href, label, t }: { href: string; label: string; t: Translate }) {
  return (
    <Section style={{ margin: '8px 0 4px' }}>
      <Link
        className="button"
        href={href}
        style={{
          backgroundColor: '#1f5fa8',
          borderRadius: 8,
          color: '#ffffff',
          display: 'inline-block',
          fontSize: 16,
          fontWeight: 600,
          padding: '13px 22px',
          textDecoration: 'none',
        }}
      >
        {label}
      </Link>
      {/* In text, the address stands beside the label already. */}
      <Text className="soft" style={{ ...soft, fontSize: 13, margin: '16px 0 0' }} data-skip-in-text={true}>
        {t('mail:linkFallback')}
        <br />
        <Link className="link" href={href} style={{ color: '#1f5fa8', wordBreak: 'break-all' }}>
          {href}
        </Link>
      </Text>
    </Section>
  )
}

export const Paragraph = ({ children }: { children: ReactNode }) => (
  <Text className="ink" style={ink}>
    {children}
  </Text>
)

export const Heading = ({ lang, children }: { lang?: string; children: ReactNode }) => (
  <Text lang={lang} className="ink" style={{ ...ink, fontSize: 21, fontWeight: 650, lineHeight: '28px' }}>
    {children}
  </Text>
)

/** A boxed item of a list, such as one document that is due. */
export const Panel = ({ children }: { children: ReactNode }) => (
  <Section
    className="panel"
    style={{
      backgroundColor: '#f6f8fa',
      border: '1px solid #dfe4e9',
      borderRadius: 8,
      margin: '0 0 12px',
      padding: '14px 16px 4px',
    }}
  >
    {children}
  </Section>
)

export const PanelTitle = ({ children }: { children: ReactNode }) => (
  <Text className="ink" style={{ ...ink, fontWeight: 600, margin: '0 0 4px' }}>
    {children}
  </Text>
)

/** What must be seen first in a panel, such as a deadline. */
export const Strong = ({ children }: { children: ReactNode }) => (
  <strong className="ink" style={{ color: ink.color, fontWeight: 600 }}>
    {children}
  </strong>
)

export const Soft = ({ children }: { children: ReactNode }) => (
  <Text className="soft" style={soft}>
    {children}
  </Text>
)
