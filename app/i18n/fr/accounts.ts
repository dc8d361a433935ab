export const accounts = {
  title: 'Comptes',
  state: { active: 'Actif', restricted: 'Restreint', suspended: 'Suspendu', closed: 'Fermé' },
  legalForm: { sole_trader: 'Entreprise individuelle', company: 'Société', association: 'Association' },
  capability: { payments: 'Paiements', payouts: 'Virements' },
  siren: 'SIREN',
}
