export const status = {
  title: 'État du service',
  component: {
    operational: 'Opérationnel',
    degraded_performance: 'Performances dégradées',
    partial_outage: 'Panne partielle',
    major_outage: 'Panne majeure',
    under_maintenance: 'En maintenance',
  },
  incident: {
    investigating: 'Recherche en cours',
    identified: 'Cause identifiée',
    monitoring: 'Sous surveillance',
    resolved: 'Résolu',
    postmortem: 'Bilan publié',
  },
  impact: {
    none: 'Aucun',
    minor: 'Mineur',
    major: 'Majeur',
    critical: 'Critique',
    maintenance: 'Maintenance',
  },
  maintenance: {
    scheduled: 'Prévue',
    in_progress: 'En cours',
    verifying: 'Vérification',
    completed: 'Terminée',
  },
  overall: {
    none: 'Tous les services fonctionnent',
    minor: 'Service partiellement dégradé',
    major: 'Panne partielle',
    critical: 'Panne majeure',
    maintenance: 'Maintenance en cours',
  },
}
