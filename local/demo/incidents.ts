import type { ComponentStatus } from '#db/models/status.ts'

interface DemoUpdate {
  afterMinutes: number
  status: 'investigating' | 'identified' | 'monitoring' | 'resolved'
  fr: string
  en: string
  components?: Record<string, ComponentStatus>
}

/** Three incidents that are over, told as a good publisher would. */
export const demoIncidents: readonly {
  fr: string
  en: string
  daysAgo: number
  utcHour: number
  updates: DemoUpdate[]
}[] = [
  {
    fr: 'Paiements par carte refusés par intermittence',
    en: 'Card payments intermittently refused',
    daysAgo: 6,
    utcHour: 8,
    updates: [
      {
        afterMinutes: 0,
        status: 'investigating',
        fr: 'Environ un paiement par carte sur cinq est refusé depuis 9\u00a0h\u00a002. Nous cherchons la cause. Les paiements sur terminal fonctionnent.',
        en: 'About one card payment in five has been refused since 09:02. We are looking for the cause. Terminal payments work.',
        components: { cards: 'partial_outage', api: 'degraded_performance' },
      },
      {
        afterMinutes: 18,
        status: 'identified',
        fr: 'Un de nos deux acquéreurs ne répond plus. Nous dirigeons tout le trafic vers l’autre.',
        en: 'One of our two acquirers no longer answers. We are routing all traffic to the other.',
      },
      {
        afterMinutes: 41,
        status: 'monitoring',
        fr: 'Le taux d’acceptation est revenu à la normale à 9\u00a0h\u00a043. Nous surveillons.',
        en: 'Acceptance is back to normal since 09:43. We are watching.',
        components: { cards: 'operational', api: 'operational' },
      },
      {
        afterMinutes: 96,
        status: 'resolved',
        fr: 'L’incident est clos. **Aucun paiement accepté n’a été perdu** ; les clients refusés peuvent réessayer.',
        en: 'The incident is over. **No accepted payment was lost**; customers who were refused can try again.',
      },
    ],
  },
  {
    fr: 'Versements du jour en retard',
    en: 'Today’s payouts are late',
    daysAgo: 27,
    utcHour: 9,
    updates: [
      {
        afterMinutes: 0,
        status: 'identified',
        fr: 'Les versements prévus ce matin partiront cet après-midi : le fichier de notre banque est arrivé en retard. Les encaissements fonctionnent.',
        en: 'Payouts due this morning will leave this afternoon: our bank’s file came late. Payments work.',
        components: { payouts: 'major_outage' },
      },
      {
        afterMinutes: 260,
        status: 'resolved',
        fr: 'Tous les versements sont partis à 14\u00a0h\u00a015. Ils seront sur vos comptes demain au plus tard.',
        en: 'All payouts left at 14:15. They will reach your accounts tomorrow at the latest.',
        components: { payouts: 'operational' },
      },
    ],
  },
  {
    fr: 'Envoi de documents indisponible',
    en: 'Document upload unavailable',
    daysAgo: 58,
    utcHour: 13,
    updates: [
      {
        afterMinutes: 0,
        status: 'investigating',
        fr: 'L’envoi de documents échoue. Vos délais sont suspendus pendant ce temps : vous ne perdez rien.',
        en: 'Document upload fails. Your deadlines stand still meanwhile: you lose nothing.',
        components: { uploads: 'major_outage', portal: 'degraded_performance' },
      },
      {
        afterMinutes: 75,
        status: 'monitoring',
        fr: 'Les envois passent de nouveau.',
        en: 'Uploads work again.',
        components: { uploads: 'operational', portal: 'operational' },
      },
      { afterMinutes: 130, status: 'resolved', fr: 'L’incident est clos.', en: 'The incident is over.' },
    ],
  },
]

/** The maintenance that is coming. */
export const demoMaintenance = {
  fr: 'Mise à jour des terminaux de paiement',
  en: 'Payment terminal update',
  inDays: 5,
  utcHour: 1,
  minutes: 90,
  bodyFr:
    'Les terminaux redémarrent une fois, pendant deux minutes. **Les paiements en ligne et les versements ne sont pas touchés.**',
  bodyEn: 'Terminals restart once, for two minutes. **Online payments and payouts are not affected.**',
  components: ['terminals'],
}
