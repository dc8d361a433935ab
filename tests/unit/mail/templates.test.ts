import { describe, expect, it } from 'vitest'
import { renderTemplate } from '#app/mail/render.ts'
import { templates } from '#app/mail/templates/index.ts'
import type { IncidentMail, MailTemplate, MailTemplates } from '#app/mail/types.ts'

const provider = { name: 'Payplug & Fils', supportEmail: 'aide@vigie.test' }
const url = 'https://vigie.test/requirements/1'

const incident: IncidentMail = {
  kind: 'incident',
  notice: 'update',
  incidentName: 'Paiements <refusés> & lents',
  status: 'monitoring',
  text: 'Nous surveillons.',
  html: '<p>Nous <strong>surveillons</strong>.</p>',
  components: [{ name: 'Cartes', status: 'partial_outage' }],
  displayAt: '2026-07-01T10:05:00.000Z',
  scheduledFor: null,
  scheduledUntil: null,
  recurrence: null,
  url: 'https://status.vigie.test/status/incidents/abc',
  manageUrl: 'https://status.vigie.test/status/subscription/1/t?lang=fr',
}

const samples: MailTemplates = {
  activation: { name: 'Ada', accountName: 'Boulangerie', url, hours: 72 },
  password_reset: { name: 'Ada', url, hours: 1 },
  requirements_due: {
    name: 'Ada',
    accountName: 'Boulangerie',
    reason: 'requested',
    items: [
      {
        title: 'Kbis',
        why: 'Le document reçu expire le 31 août 2026.',
        later: null,
        message: 'Moins de 3 mois',
        legalGround: 'L561-5',
        deadline: '2026-07-31T21:59:59.999Z',
        overdue: false,
        url,
      },
    ],
    url,
  },
  submission_approved: { name: 'Ada', accountName: 'Boulangerie', documentType: 'Kbis', url },
  submission_rejected: {
    name: 'Ada',
    accountName: 'Boulangerie',
    documentType: 'Kbis',
    reasons: [{ title: 'Flou', action: 'Photographiez-le à plat.' }],
    note: 'Page 2',
    deadline: null,
    url,
  },
  account_restricted: {
    name: 'Ada',
    accountName: 'Boulangerie',
    capabilities: ['payouts'],
    items: [
      {
        title: 'Kbis',
        legalGround: 'Article L561-5',
        deadline: '2026-07-31T21:59:59.999Z',
        overdue: true,
        url,
      },
    ],
    next: { capability: 'payments', after: '2026-08-12' },
    url,
  },
  webhook_halted: {
    name: 'Ada',
    host: 'ledger.example.com',
    reason: 'unanswered',
    since: '2026-07-01T10:05:00.000Z',
    url,
  },
  account_closed: { name: 'Ada', accountName: 'Boulangerie', on: '2026-03-02T09:00:00Z', url },
  account_reopened: { name: 'Ada', accountName: 'Boulangerie', on: '2026-03-02T09:00:00Z', url },
  account_reinstated: { name: 'Ada', accountName: 'Boulangerie', capabilities: ['payouts'], url },
  subscription_confirm: { url, days: 7 },
  subscription_known: { url },
  incident_update: incident,
  probe_alarm: {
    name: 'Ada',
    probeName: 'API de paiement',
    componentName: 'Cartes',
    outcome: 'status',
    httpStatus: 503,
    since: '2026-07-01T10:05:00.000Z',
    opened: false,
    url: 'https://vigie.test/desk',
  },
  batch_held: { name: 'Ada', accounts: 312, activeAccounts: 4800, url: 'https://vigie.test/upcoming/held' },
}

describe.each(['fr', 'en'] as const)('every mail in %s', (locale) => {
  it.each(Object.keys(templates) as MailTemplate[])('%s says all in text and HTML', async (name) => {
    const mail = await renderTemplate(name, locale, samples[name], provider)
    const all = `${mail.subject}\n${mail.text}\n${mail.html}`
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.text).toContain(samples[name].url)
    expect(mail.text).not.toMatch(/Si le bouton|If the button/)
    expect(mail.html).toContain(`lang="${locale}"`)
    expect(mail.html).toContain('Payplug &amp; Fils')
    expect(mail.html).toContain('prefers-color-scheme: dark')
    expect(mail.html).not.toContain('<script')
    // A placeholder or a key that was left, a value that was not there, or a raw UTC time.
    expect(all).not.toMatch(/\{\{|undefined|\[object|mail:|T\d\d:\d\d:\d\d/)
    expect(Buffer.byteLength(mail.html)).toBeLessThan(102 * 1024)
  })
})

it('a document that is overdue is asked for now, not by a day that has passed', async () => {
  const { items, ...data } = samples.requirements_due
  const overdue = { ...data, items: items.map((item) => ({ ...item, overdue: true })) }
  const { text } = await renderTemplate('requirements_due', 'fr', overdue, provider)
  expect(text).toContain(
    'L’échéance du vendredi 31 juillet 2026 est dépassée\u202f: à envoyer dès maintenant',
  )
  expect(text).not.toContain('au plus tard')
})

it('what is withheld is told with its legal ground, and what follows by which day', async () => {
  const { text } = await renderTemplate('account_restricted', 'fr', samples.account_restricted, provider)
  expect(text).toContain('Base légale\u202f: Article L561-5')
  expect(text).toContain('suspendre aussi les paiements après le mercredi 12 août 2026')
  expect(text).toContain('L’échéance du vendredi 31 juillet 2026 est dépassée')
  const last = { ...samples.account_restricted, next: null }
  expect((await renderTemplate('account_restricted', 'fr', last, provider)).text).not.toContain('aussi')
})

it('what is withheld is told without a deadline that is over, or a document to send, where there is none', async () => {
  const { items, ...data } = samples.account_restricted
  const moved = { ...data, items: items.map((item) => ({ ...item, overdue: false })) }
  const { text } = await renderTemplate('account_restricted', 'fr', moved, provider)
  expect(text).toContain('À envoyer au plus tard le vendredi 31 juillet 2026')
  expect(text).not.toContain('à envoyer dès maintenant')
  const sent = await renderTemplate('account_restricted', 'fr', { ...data, items: [], next: null }, provider)
  expect(sent.text).toContain('les versements de Boulangerie')
  expect(sent.text).not.toMatch(/manque encore|Envoyer les documents/)
})

it('what the version before queued is told without what it did not know', async () => {
  const { next, items, ...data } = samples.account_restricted
  const former = { ...data, items: items.map(({ title, url }) => ({ title, url })) }
  const { text } = await renderTemplate('account_restricted', 'fr', former, provider)
  expect(text).toContain('Kbis')
  expect(text).not.toMatch(/Base légale|échéance du|au plus tard|undefined/)
})

it('what works again is named, and no more is promised', async () => {
  const { subject, text } = await renderTemplate(
    'account_reinstated',
    'en',
    samples.account_reinstated,
    provider,
  )
  expect(subject).toBe('Boulangerie: payouts resume')
  expect(text).not.toContain('everything')
})

describe('an update of an incident', () => {
  const render = (data: Partial<IncidentMail>, locale: 'fr' | 'en' = 'fr') =>
    renderTemplate('incident_update', locale, { ...incident, ...data }, provider)

  it('has state and name in its subject, and the time of Paris with its zone', async () => {
    const { subject, text } = await render({})
    expect(subject).toBe('Sous surveillance – Paiements <refusés> & lents')
    expect(text).toMatch(/1 juil\. 2026,? (à )?12:05 \(heure de Paris\)/)
    expect(text).toContain('Cartes\u202f: Panne partielle')
    expect(text).toContain(incident.manageUrl)
  })

  it('escapes names and keeps the clean HTML of the body', async () => {
    const { html } = await render({})
    expect(html).toContain('Paiements &lt;refusés&gt; &amp; lents')
    expect(html).toContain('<strong>surveillons</strong>')
  })

  it('says the window of a maintenance', async () => {
    const { subject, text } = await render(
      {
        kind: 'maintenance',
        status: 'scheduled',
        scheduledFor: '2026-12-01T01:00:00.000Z',
        scheduledUntil: '2026-12-01T03:30:00.000Z',
      },
      'en',
    )
    expect(subject).toMatch(/^Scheduled – /)
    expect(text).toMatch(/02:00.*04:30 \(Paris time\)/s)
  })

  it.each(['update', 'reminder', 'rescheduled', 'cancelled'] as const)(
    'leads with the window of what is planned, its day said once and not when it was said: %s',
    async (notice) => {
      const { text } = await render({
        kind: 'maintenance',
        notice,
        status: notice === 'cancelled' ? 'completed' : 'scheduled',
        scheduledFor: '2026-12-01T01:00:00.000Z',
        scheduledUntil: '2026-12-01T03:30:00.000Z',
      })
      expect(text).toContain('mardi 1er décembre 2026, de 02:00 à 04:30 (heure de Paris)')
      expect(text.match(/décembre|déc\./g)).toHaveLength(1)
      expect(text).not.toContain('juil.')
    },
  )

  it('names two days where the window has them', async () => {
    const { text } = await render({
      kind: 'maintenance',
      status: 'scheduled',
      scheduledFor: '2026-12-01T22:00:00.000Z',
      scheduledUntil: '2026-12-02T03:30:00.000Z',
    })
    expect(text).toContain('du 1 déc. 2026, 23:00 au 2 déc. 2026, 04:30 (heure de Paris)')
  })
})
