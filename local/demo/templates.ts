import type { ComponentStatus } from '#db/models/status.ts'

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
