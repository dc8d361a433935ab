export const mail = {
  greeting: 'Bonjour {{name}},',
  linkFallback: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
  footer: 'Message envoyé par {{provider}}. Une question ? Écrivez-nous :',
  capability: { payments: 'les paiements', payouts: 'les versements' },
  activation: {
    subject: 'Activez votre accès {{provider}}',
    preview: 'Choisissez votre mot de passe. Ce lien est valable {{hours}} heures.',
    forAccount:
      'Un accès à l’espace {{provider}} de {{account}} a été créé pour vous. Il vous reste à choisir votre mot de passe.',
    forStaff: 'Un accès à {{provider}} a été créé pour vous. Il vous reste à choisir votre mot de passe.',
    button: 'Choisir mon mot de passe',
    expires:
      'Ce lien est valable {{hours}} heures et ne sert qu’une fois. Passé ce délai, il suffit d’en demander un autre depuis la page de connexion.',
  },
  passwordReset: {
    subject: 'Choisissez un nouveau mot de passe {{provider}}',
    preview: 'Lien valable {{hours}} h pour choisir un nouveau mot de passe.',
    text: 'Vous avez demandé à changer votre mot de passe. Cliquez ci-dessous pour en choisir un nouveau.',
    button: 'Choisir un nouveau mot de passe',
    expires:
      'Ce lien est valable {{hours}} h et ne sert qu’une fois. Si vous n’êtes pas à l’origine de cette demande, ignorez ce message : votre mot de passe reste inchangé.',
  },
  requirementsDue: {
    subject: {
      requested_one: '{{account}} : un document à nous envoyer',
      requested_other: '{{account}} : {{count}} documents à nous envoyer',
      requested_many: '{{account}} : {{count}} documents à nous envoyer',
      reminder_one: 'Rappel : un document attendu pour {{account}}',
      reminder_other: 'Rappel : {{count}} documents attendus pour {{account}}',
      reminder_many: 'Rappel : {{count}} documents attendus pour {{account}}',
    },
    intro: {
      requested_one:
        '{{provider}} a besoin d’un document pour {{account}}. Deux minutes suffisent, même depuis un téléphone.',
      requested_other:
        '{{provider}} a besoin de {{count}} documents pour {{account}}. Quelques minutes suffisent, même depuis un téléphone.',
      requested_many:
        '{{provider}} a besoin de {{count}} documents pour {{account}}. Quelques minutes suffisent, même depuis un téléphone.',
      reminder_one: 'Il nous manque encore un document pour {{account}}.',
      reminder_other: 'Il nous manque encore {{count}} documents pour {{account}}.',
      reminder_many: 'Il nous manque encore {{count}} documents pour {{account}}.',
    },
    deadline: 'À envoyer au plus tard le {{date}}',
    overdue: 'L’échéance du {{date}} est dépassée : à envoyer dès maintenant',
    noDeadline: 'Pas encore d’échéance',
    later: 'Le délai commence le {{from}} et finit le {{until}}. Vous pouvez déjà l’envoyer.',
    legalGround: 'Base légale : {{ground}}',
    otherwise:
      'Sans réponse après l’échéance, vos versements et vos paiements peuvent être suspendus. Une suspension pour retard est levée dès que tout ce qui manquait est accepté.',
    button_one: 'Envoyer le document',
    button_other: 'Envoyer mes documents',
  },
  submissionApproved: {
    subject: 'Document accepté : {{document}}',
    preview: 'Vous n’avez plus rien à faire pour ce document.',
    text: 'Votre document « {{document}} » pour {{account}} est accepté. Merci : vous n’avez plus rien à faire pour celui-ci.',
    button: 'Voir mon espace',
  },
  submissionRejected: {
    subject: 'À renvoyer : {{document}}',
    text: 'Nous n’avons pas pu accepter votre document « {{document}} » pour {{account}}. Voici pourquoi, et comment faire :',
    note: 'Précision de notre équipe : {{note}}',
    deadline: 'Vous avez jusqu’au {{date}} pour le renvoyer.',
    button: 'Renvoyer le document',
  },
  accountRestricted: {
    subject: {
      restricted: '{{account}} : vos versements sont suspendus',
      suspended: '{{account}} : votre compte est suspendu',
    },
    preview: 'Suspendus pour le moment : {{capabilities}}.',
    text: 'Nous avons dû suspendre {{capabilities}} de {{account}}, car une échéance est dépassée.',
    missing: 'Il nous manque encore :',
    otherwise:
      'Sans ces documents, nous devrons suspendre aussi {{capability}} après le {{date}}. Un document en cours de vérification vous en protège.',
    next: 'Votre argent n’est pas perdu. La suspension pour retard est levée dès que tout ce qui manquait est accepté, sans autre démarche.',
    button: 'Envoyer les documents manquants',
  },
  accountReinstated: {
    subject: '{{account}} : {{capabilities}} reprennent',
    preview: 'De nouveau actifs : {{capabilities}}.',
    text: 'Pour {{account}}, {{capabilities}} sont de nouveau actifs dès maintenant, sans autre démarche.',
    next: 'S’il reste un document à fournir, votre espace le dit.',
    button: 'Voir mon espace',
  },
  accountClosed: {
    subject: '{{account}} : votre compte est fermé',
    preview: 'Plus aucun document ne vous est demandé.',
    text: 'Le compte {{account}} est fermé depuis le {{date}}. Les paiements et les versements sont arrêtés, et plus aucun document ne vous est demandé.',
    next: 'Vos documents et votre historique restent consultables dans votre espace.',
    button: 'Voir mon espace',
  },
  accountReopened: {
    subject: '{{account}} : votre compte est rouvert',
    preview: 'Votre espace dit où vous en êtes.',
    text: 'Le compte {{account}} est rouvert depuis le {{date}}.',
    next: 'Votre espace dit si vos paiements et vos versements fonctionnent, et si des documents nous manquent.',
    button: 'Voir mon espace',
  },
  subscriptionConfirm: {
    subject: 'Confirmez votre abonnement à l’état des services {{provider}}',
    preview: 'Un clic suffit pour recevoir nos messages d’incident et de maintenance.',
    title: 'Confirmez votre abonnement',
    text: 'Vous avez demandé à être prévenu des incidents et des maintenances de {{provider}}. Ouvrez la page ci-dessous et appuyez sur le bouton pour confirmer.',
    button: 'Ouvrir la page de confirmation',
    expires:
      'Ce lien est valable {{days}} jours. Si vous n’avez rien demandé, ignorez ce message : vous ne recevrez rien d’autre.',
  },
  subscriptionKnown: {
    subject: 'Votre abonnement à l’état des services {{provider}}',
    preview: 'Vous êtes déjà abonné : rien ne change.',
    title: 'Vous êtes déjà abonné',
    text: 'Quelqu’un, sans doute vous, a demandé à abonner cette adresse à l’état des services {{provider}}. Elle l’est déjà, et rien ne change. Vous pouvez modifier ou arrêter votre abonnement ici :',
    button: 'Gérer mon abonnement',
  },
  incidentUpdate: {
    window: 'Prévue : {{window}}',
    affected: 'Services concernés',
    component: '{{component}} : {{status}}',
    button: 'Suivre sur la page d’état',
    why: 'Vous recevez ce message car vous êtes abonné à l’état de nos services.',
    leave: 'Modifier ou arrêter mon abonnement',
  },
}
