export const requirements = {
  title: 'Documents demandés',
  state: {
    requested: 'À fournir',
    submitted: 'Envoyé',
    in_review: 'En cours de vérification',
    approved: 'Accepté',
    rejected: 'Refusé',
    waived: 'Dispensé',
    cancelled: 'Annulé',
  },
  due: {
    eventually_due: 'À fournir plus tard',
    currently_due: 'À fournir',
    past_due: 'En retard',
    pending_verification: 'En cours de vérification',
    satisfied: 'En règle',
  },
  deadline: 'À fournir avant le',
}
