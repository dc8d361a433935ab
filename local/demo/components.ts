import type { Capability } from '#db/models/restrictions.ts'

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
        descriptionFr: 'Autorisation et 3D Secure',
        descriptionEn: 'Authorisation and 3D Secure',
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
        descriptionFr: 'Chaque jour ouvré avant 11\u00a0h',
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

/** Asked of the demonstration itself. */
export const demoProbes: readonly { name: string; component: string; path: string; expectedText?: string }[] =
  [
    { name: 'Espace marchand', component: 'portal', path: '/healthz' },
    { name: 'API publique', component: 'api', path: '/api/v2/status.json', expectedText: 'indicator' },
  ]
