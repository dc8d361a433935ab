import type { Capability } from '#db/models/restrictions.ts'
import type { ComponentStatus } from '#db/models/status.ts'

interface DemoComponent {
  key: string
  fr: string
  en: string
  descriptionFr: string
  descriptionEn: string
  capability?: Capability
  neededToSubmitDocuments?: true
  /** Days before today on which it began; 400 unless told. */
  ageDays?: number
}

/** 12 components in 4 groups, named for what they mean to a merchant. */
export const demoGroups: readonly { fr: string; en: string; components: DemoComponent[] }[] = [
  {
    fr: 'Encaissements',
    en: 'Payments',
    components: [
      {
        key: 'cards',
        fr: 'Paiements par carte en ligne',
        en: 'Online card payments',
        descriptionFr: 'Autorisation et 3-D Secure',
        descriptionEn: 'Authorisation and 3-D Secure',
        capability: 'payments',
      },
      {
        key: 'terminals',
        fr: 'Paiements sur terminal',
        en: 'Terminal payments',
        descriptionFr: 'Encaissement en magasin',
        descriptionEn: 'In-store payments',
        capability: 'payments',
      },
      {
        key: 'transfers',
        fr: 'Virements et prélèvements SEPA',
        en: 'SEPA transfers and direct debits',
        descriptionFr: '',
        descriptionEn: '',
        capability: 'payments',
      },
    ],
  },
  {
    fr: 'Versements',
    en: 'Payouts',
    components: [
      {
        key: 'payouts',
        fr: 'Versements vers votre banque',
        en: 'Payouts to your bank',
        descriptionFr: 'Chaque jour ouvré avant 11 h',
        descriptionEn: 'Every business day before 11:00',
        capability: 'payouts',
      },
      {
        key: 'reports',
        fr: 'Relevés et rapprochement',
        en: 'Statements and reconciliation',
        descriptionFr: '',
        descriptionEn: '',
      },
    ],
  },
  {
    fr: 'Intégration',
    en: 'Integration',
    components: [
      {
        key: 'api',
        fr: 'API',
        en: 'API',
        descriptionFr: 'api.vigie.test',
        descriptionEn: 'api.vigie.test',
        capability: 'payments',
      },
      { key: 'webhooks', fr: 'Webhooks', en: 'Webhooks', descriptionFr: '', descriptionEn: '' },
      {
        key: 'plugins',
        fr: 'Modules e-commerce',
        en: 'E-commerce plugins',
        descriptionFr: 'PrestaShop, WooCommerce, Magento',
        descriptionEn: 'PrestaShop, WooCommerce, Magento',
      },
      {
        key: 'sandbox',
        fr: 'Environnement de test',
        en: 'Test environment',
        descriptionFr: '',
        descriptionEn: '',
        ageDays: 41,
      },
    ],
  },
  {
    fr: 'Espace marchand',
    en: 'Merchant space',
    components: [
      {
        key: 'portal',
        fr: 'Connexion et tableau de bord',
        en: 'Sign-in and dashboard',
        descriptionFr: '',
        descriptionEn: '',
        neededToSubmitDocuments: true,
      },
      {
        key: 'uploads',
        fr: 'Envoi de documents',
        en: 'Document upload',
        descriptionFr: '',
        descriptionEn: '',
        neededToSubmitDocuments: true,
      },
      {
        key: 'mail',
        fr: 'Notifications par e-mail',
        en: 'Email notifications',
        descriptionFr: '',
        descriptionEn: '',
      },
    ],
  },
]

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
        fr: 'Environ un paiement par carte sur cinq est refusé depuis 9 h 02. Nous cherchons la cause. Les paiements sur terminal fonctionnent.',
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
        fr: 'Le taux d’acceptation est revenu à la normale à 9 h 43. Nous surveillons.',
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
        fr: 'Tous les versements sont partis à 14 h 15. Ils seront sur vos comptes demain au plus tard.',
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

interface DemoTemplate {
  kind: 'incident' | 'maintenance'
  name: string
  titleFr: string
  titleEn: string
  bodyFr: string
  bodyEn: string
  status?: 'investigating' | 'identified'
  components: Record<string, ComponentStatus>
}

/** What a payment provider should have ready before the night on which it is needed. */
export const demoTemplates: readonly DemoTemplate[] = [
  {
    kind: 'incident',
    name: 'Cartes dégradées',
    titleFr: 'Paiements par carte ralentis ou refusés',
    titleEn: 'Card payments slow or refused',
    bodyFr:
      'Une partie des paiements par carte en ligne est lente ou refusée. Un client refusé peut réessayer ; **aucun paiement accepté n’est perdu**. Les terminaux et les versements fonctionnent. Prochaine information dans 30 minutes.',
    bodyEn:
      'Some online card payments are slow or refused. Customers who are refused can try again; **no accepted payment is lost**. Terminals and payouts work. Next update in 30 minutes.',
    components: { cards: 'partial_outage' },
  },
  {
    kind: 'incident',
    name: 'Versements en retard',
    titleFr: 'Versements du jour en retard',
    titleEn: 'Today’s payouts are late',
    bodyFr:
      'Les versements prévus ce matin ne sont pas encore partis. **Votre argent est en sécurité** et les encaissements fonctionnent. Nous donnons une heure de départ dès qu’elle est connue.',
    bodyEn:
      'Payouts due this morning have not left yet. **Your money is safe** and payments work. We give a time as soon as we know it.',
    components: { payouts: 'partial_outage' },
  },
  {
    kind: 'incident',
    name: 'Espace marchand indisponible',
    titleFr: 'Espace marchand indisponible',
    titleEn: 'Merchant space unavailable',
    bodyFr:
      'La connexion à l’espace marchand et l’envoi de documents échouent. Les paiements et les versements fonctionnent. **Vos délais sont suspendus** pendant ce temps.',
    bodyEn:
      'Signing in to the merchant space and sending documents fail. Payments and payouts work. **Your deadlines stand still** meanwhile.',
    components: { portal: 'major_outage', uploads: 'major_outage' },
  },
  {
    kind: 'incident',
    name: 'Panne d’un prestataire',
    titleFr: 'Panne chez un de nos prestataires',
    titleEn: 'Outage at one of our providers',
    bodyFr:
      'Un de nos prestataires rencontre une panne. Une partie de vos paiements peut échouer. Nous sommes en contact avec lui et basculons ce qui peut l’être.',
    bodyEn:
      'One of our providers has an outage. Some of your payments may fail. We are in contact with them and reroute what we can.',
    status: 'identified',
    components: { cards: 'degraded_performance', api: 'degraded_performance' },
  },
  {
    kind: 'incident',
    name: 'Webhooks en retard',
    titleFr: 'Notifications webhook en retard',
    titleEn: 'Webhook notifications delayed',
    bodyFr:
      'Les webhooks arrivent avec du retard. Les paiements eux-mêmes sont traités normalement ; les notifications manquantes seront renvoyées, dans l’ordre.',
    bodyEn:
      'Webhooks arrive late. Payments themselves are processed normally; missing notifications will be sent again, in order.',
    status: 'identified',
    components: { webhooks: 'degraded_performance' },
  },
  {
    kind: 'maintenance',
    name: 'Mise à jour des terminaux',
    titleFr: 'Mise à jour des terminaux de paiement',
    titleEn: 'Payment terminal update',
    bodyFr:
      'Les terminaux redémarrent une fois, pendant deux minutes. Les paiements en ligne ne sont pas touchés.',
    bodyEn: 'Terminals restart once, for two minutes. Online payments are not affected.',
    components: { terminals: 'under_maintenance' },
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

/** Asked of the demonstration itself. */
export const demoProbes: readonly { name: string; component: string; path: string; expectedText?: string }[] =
  [
    { name: 'Espace marchand', component: 'portal', path: '/healthz' },
    { name: 'API publique', component: 'api', path: '/api/v2/status.json', expectedText: 'indicator' },
  ]
