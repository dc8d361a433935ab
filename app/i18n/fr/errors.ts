/**
 * `page`: whole pages by HTTP status. `field`: what is wrong with one field (field-errors.ts). The rest: one
 * text per code of a domain error; say what happened, what it means and what to do.
 */
export const errors = {
  page: {
    400: {
      title: 'Cette demande est incomplète',
      text: "Nous n'avons pas pu la lire. Revenez en arrière, rechargez la page, puis réessayez.",
    },
    401: {
      title: 'Connectez-vous pour continuer',
      text: 'Votre session a pris fin. Reconnectez-vous : vous reviendrez ici.',
    },
    403: {
      title: "Vous n'avez pas accès à cette page",
      text: "Votre accès ne permet pas cette action. Si vous pensez qu'il le devrait, écrivez-nous.",
    },
    404: {
      title: 'Cette page est introuvable',
      text: "Le lien est peut-être ancien, ou l'adresse mal recopiée.",
    },
    405: {
      title: "Cette action n'est pas possible ici",
      text: 'Revenez en arrière et utilisez les boutons de la page.',
    },
    409: {
      title: "Quelqu'un vous a devancé",
      text: "L'élément a changé pendant que vous le consultiez ; rien n'a été enregistré. Rechargez pour voir son état actuel.",
    },
    412: {
      title: "Ce n'est plus possible",
      text: "L'état de cet élément ne permet plus cette action. Rechargez pour voir où il en est.",
    },
    413: {
      title: 'Cet envoi est trop volumineux',
      text: "Rien n'a été enregistré. Réduisez la taille ou le nombre de fichiers, puis recommencez.",
    },
    415: {
      title: "Ce format n'est pas accepté",
      text: "Rien n'a été enregistré. Utilisez le formulaire de la page.",
    },
    422: {
      title: "Une information n'est pas valable",
      text: "Rien n'a été enregistré. Revenez en arrière, vérifiez votre saisie, puis réessayez.",
    },
    429: { title: "Trop de demandes d'affilée", text: 'Patientez quelques minutes, puis réessayez.' },
    500: {
      title: 'Une erreur est survenue de notre côté',
      text: "Votre demande n'a pas abouti et nous en sommes avertis. Réessayez dans un instant.",
    },
    503: {
      title: 'Le service est momentanément indisponible',
      text: 'Nous travaillons à son retour. Vos données sont en sécurité ; réessayez dans quelques minutes.',
    },
    reference: 'Référence à communiquer au support',
    goHome: "Aller à l'accueil",
    reload: 'Recharger la page',
    seeStatus: "Voir l'état du service",
    retryAfter_one: 'Réessayez dans une minute.',
    retryAfter_other: 'Réessayez dans {{count}} minutes.',
  },
  field: {
    singleLine: 'Écrivez sur une seule ligne, sans caractère invisible.',
    required: 'Renseignez ce champ.',
    invalid: "Cette valeur n'est pas valable.",
    tooShort: 'Écrivez au moins {{minimum}} caractères.',
    tooLong: 'Ne dépassez pas {{maximum}} caractères.',
    tooSmall: 'La valeur minimale est {{minimum}}.',
    tooBig: 'La valeur maximale est {{maximum}}.',
    tooFew: 'Choisissez-en au moins {{minimum}}.',
    tooMany: 'Choisissez-en au plus {{maximum}}.',
    email: 'Indiquez une adresse e-mail complète, par exemple nom@exemple.fr.',
    url: 'Indiquez une adresse web complète, qui commence par https://.',
    date: 'Indiquez une date valable.',
    number: 'Indiquez un nombre.',
    choice: "Choisissez l'une des possibilités.",
    legalForm: 'Indiquez une entreprise individuelle, une société ou une association.',
    unknownField:
      "Ce formulaire contient un champ que nous n'attendions pas. Rechargez la page et recommencez.",
  },
  choice: 'Choisissez l’une des possibilités.',
  requirement: {
    alreadyOpen:
      "Ce document est déjà demandé à ce compte. Modifiez la demande en cours au lieu d'en créer une autre.",
    accountClosed: 'Ce compte est fermé : plus aucun document ne peut lui être demandé.',
    unknownType: "Ce type de document n'existe pas. Choisissez-en un dans la liste.",
    allAsked: 'Tous les documents du dossier sont déjà demandés à ce compte.',
    typeRetired: "Ce type de document n'est plus demandé. Choisissez-en un autre dans la liste.",
    lastStillServes:
      'Un document accepté de ce type est encore valable. Expliquez au commerçant pourquoi il ne suffit plus.',
    deadlineInPast: "Cette date est passée. Choisissez aujourd'hui ou une date à venir.",
    nothingToReinstate:
      'Rien ne peut être rétabli : un document de ce compte reste en retard, une réponse attend votre examen ou rien n’est suspendu pour des documents. Prolongez sans rétablir.',
    reinstateLater:
      'Vous pouvez encore accorder {{days}} jours. Au-delà, un second agent doit confirmer : prolongez sans rétablir, puis rétablissez depuis cette page.',
    deadlineTooFar: 'Cette échéance est dans plus de {{years}} ans. Choisissez une date plus proche.',
    alreadyClosed: "Cette demande est déjà terminée ; rien n'a été enregistré.",
    noDeadline: "Cette demande n'a pas d'échéance : il n'y a rien à prolonger.",
    extensionTooLong:
      'Vous pouvez encore accorder {{maximum}} jours au plus. Au-delà, un second agent doit intervenir.',
  },
  account: {
    closed: 'Ce compte est fermé : il ne change plus.',
    alreadyClosed:
      "Ce compte est déjà fermé ; rien n'a été enregistré. Rechargez la page pour le voir tel qu'il est.",
    notClosed:
      "Ce compte n'est pas fermé ; rien n'a été enregistré. Rechargez la page pour le voir tel qu'il est.",
  },
  policy: {
    codeForm: 'Utilisez des minuscules et des tirets bas, par exemple tax_certificate.',
    codeTaken: 'Ce code existe déjà. Choisissez-en un autre.',
    ladderNotLater: 'Cette étape doit venir après la précédente : indiquez au moins 1.',
    ladderNotMore:
      'Cette étape ne suspend rien de plus que la précédente. Videz-la, ou suspendez moins à la première.',
    withheldTwice: 'La même capacité est indiquée deux fois.',
    reminderList: 'Indiquez des nombres de jours séparés par des virgules, par exemple 14, 7, 3, 1, 0.',
    reminderTwice: 'Un rappel est indiqué deux fois.',
    reminderTooEarly:
      "Un rappel partirait avant la demande, ou le même jour. Ne dépassez pas {{maximum}} jours avant l'échéance.",
    startBeforeAsking: 'Le délai ne peut pas courir avant que le document soit demandé.',
    highRiskLessOften: 'Un risque élevé ne peut pas être revu moins souvent que les autres comptes.',
    setEmpty: 'Choisissez au moins un document pour cette forme juridique.',
    setTwice: 'Un document est indiqué deux fois. Rechargez la page et recommencez.',
    setUnknownType: "Un type de document n'existe pas dans ce brouillon. Rechargez la page et recommencez.",
    setRetiredType:
      "Ce type est encore exigé d'une forme juridique. Ôtez-le d'abord des documents exigés, puis retirez-le.",
    typeWasInForce:
      'Ce type a été en vigueur : des documents peuvent en dépendre. Retirez-le au lieu de le supprimer.',
    notDraft: "Cette version n'est plus un brouillon : elle ne change plus. Rien n'a été enregistré.",
    discarded: "Ce brouillon a été abandonné ; rien n'a été enregistré.",
    draftChanged:
      "Quelqu'un a modifié ce brouillon entre-temps ; rien n'a été enregistré. Rechargez la page pour voir où il en est.",
    baseSuperseded:
      "Une autre version est entrée en vigueur entre-temps ; rien n'a changé. Abandonnez ce brouillon et recommencez à partir de la version actuelle.",
    nothingChanged: "Ce brouillon dit la même chose que la version en vigueur : il n'y a rien à changer.",
  },
  requests: {
    chooseType: 'Cochez au moins un document.',
    oneDeadline: 'Indiquez un nombre de jours ou une date, pas les deux.',
    rangeReversed: 'Cette date précède le début de la période.',
    notPrepared:
      "Cette demande n'attend plus de fichier : elle est confirmée, annulée, ou choisie par critères.",
    noFile: "Envoyez d'abord le fichier des SIREN, en entier.",
    alreadyConfirmed: "Cette demande est déjà confirmée ou annulée ; rien n'a été fait deux fois.",
    changed_one:
      "Le choix a changé depuis l'aperçu : il concerne maintenant {{count}} compte. Relisez-le, puis confirmez. Personne n'a été sollicité.",
    changed_other:
      "Le choix a changé depuis l'aperçu : il concerne maintenant {{count}} comptes. Relisez-le, puis confirmez. Personne n'a été sollicité.",
    nobody: "Personne ne serait sollicité : il n'y a rien à confirmer.",
    typeNumber:
      "Recopiez le nombre de comptes sollicités, {{count}}, pour confirmer. Personne n'a été sollicité.",
    ended: 'Cette demande a déjà pris fin ; rien n’a changé.',
    nothingFailed: "Aucun compte n'est en échec, ou ils sont déjà essayés de nouveau.",
  },
  sirens: {
    notUtf8: "Ce fichier n'est pas en UTF-8. Enregistrez-le au format « CSV UTF-8 », puis renvoyez-le.",
    noHeading: "Ce fichier n'a pas de colonne « siren ». Nommez-la sur la première ligne, puis renvoyez-le.",
    repeatedColumns: 'La colonne « siren » figure plusieurs fois. Gardez-en une seule.',
    noRows: "Ce fichier ne contient aucune ligne sous l'en-tête.",
    tooManyRows: 'Ce fichier dépasse 100 000 lignes. Découpez-le, et faites une demande par morceau.',
    tooLarge: 'Ce fichier dépasse 10 Mo. Gardez la seule colonne « siren », ou découpez-le.',
    overtaken: "Un autre fichier a été envoyé entre-temps pour cette demande : c'est lui qui compte.",
    unknown: "Aucun compte n'a ce SIREN.",
    repeated: 'Ce SIREN figure déjà à la ligne {{line}}.',
  },
  examination: {
    day: 'L’échéance du réexamen doit être un jour à venir, dans {{maximum}} jours au plus.',
    changed:
      'Cette suspension vient d’être levée, ou son réexamen déplacé ; rien n’a été enregistré. Rechargez pour voir où elle en est.',
  },
  restriction: {
    alreadyWithheld: "Ces capacités sont déjà suspendues pour ce motif ; rien n'a été enregistré.",
    alreadyLifted:
      "Cette suspension vient d'être levée ; rien n'a été enregistré. Rechargez pour voir l'état du compte.",
  },
  batch: {
    grown:
      "La liste a changé entre-temps : elle compte {{count}} comptes. Rien n'a été libéré ; relisez-la, puis décidez.",
    otherNumber: "Ce n'est pas le nombre de comptes de la liste ({{count}}). Rien n'a été libéré.",
    alreadyClosed: "Ce lot vient d'être libéré, écarté ou de devenir sans objet ; rien n'a été enregistré.",
    otherPolicy:
      "Les règles ont changé depuis : ce lot sera compté de nouveau au prochain passage. Rien n'a été libéré.",
    policyAuthor: 'Vous avez écrit les règles en vigueur : un autre agent doit libérer ce lot.',
    askedByYou:
      'Vous avez demandé les documents de plus de la moitié de ces comptes : un autre agent doit libérer ce lot.',
  },
  extension: {
    alreadyAsked: "Une prolongation de cette échéance attend déjà un second agent ; rien n'a été enregistré.",
    alreadyDecided: "Cette prolongation vient d'être décidée ou retirée ; rien n'a été enregistré.",
    secondOfficer: 'Vous avez demandé cette prolongation : un autre agent doit la confirmer ou la refuser.',
    notYours: "Seul l'agent qui l'a demandée peut la retirer. Vous pouvez la refuser.",
  },
  task: {
    alreadyClosed:
      "Cette tâche est déjà close ; rien n'a été enregistré. Rechargez pour voir où elle en est.",
    memberDisabled: "Cet accès est désactivé : plus rien n'est écrit à cette personne. Rien n'a changé.",
    sameAddress: "C'est déjà l'adresse connue ; rien n'a changé. Indiquez celle qui fonctionne.",
  },
  upload: {
    notOpen: "Ce document n'est plus attendu : la demande est terminée. Aucun fichier n'a été enregistré.",
    accountClosed:
      "Votre compte est fermé : ce document n'est plus attendu et n'a pas été enregistré. Ce que vous aviez déjà envoyé est conservé. Pour toute question, écrivez à {{email}}.",
    tooOften:
      "Vous avez fait trop d'envois en une heure. Rien n'a été enregistré ; réessayez dans {{count}} minutes.",
    noFile: "Aucun fichier n'a été joint. Choisissez au moins un fichier, puis envoyez.",
    tooManyFiles:
      'Un envoi contient {{maximum}} fichiers au plus. Regroupez les pages en un PDF, puis recommencez.',
    totalTooLarge:
      "L'envoi dépasse {{maximum}} Mo en tout. Rien n'a été enregistré ; réduisez la taille des fichiers, puis recommencez.",
    sidesMissing:
      'Il manque le recto ou le verso. Joignez les deux, ou le document entier en un seul fichier.',
    interrupted: "L'envoi a été interrompu avant la fin. Rien n'a été enregistré ; envoyez de nouveau.",
    brokenText: "Le nom d'un fichier contient des caractères illisibles. Renommez-le, puis recommencez.",
    badForm: "Ce formulaire n'est pas complet. Rechargez la page, puis recommencez.",
    refused: "Rien n'a été enregistré : voyez ci-dessous ce qui est à corriger.",
  },
  probe: {
    credentialsInUrl: "L'adresse ne doit contenir ni nom d'utilisateur ni mot de passe.",
    forbiddenAddress:
      'Cette adresse est réservée à la machine elle-même (lien local, métadonnées du nuage) : aucune sonde ne doit y aller.',
    rangeReversed: 'La fin de la plage précède son début.',
    textNeedsGet: 'Une réponse à HEAD n’a pas de texte : choisissez GET, ou laissez ce champ vide.',
    proposalPublished: 'Un incident a déjà été publié pour cette proposition.',
    proposalClosed: "Cette proposition est déjà close : rien n'a été enregistré.",
  },
  eventCursor: "Cet événement n'existe pas.",
  webhook: {
    credentialsInUrl: "L'adresse ne doit contenir ni nom d'utilisateur ni mot de passe.",
    fragmentInUrl: "L'adresse ne doit pas contenir de « # » : ce qui le suit n'est jamais envoyé.",
    noEvents: 'Choisissez au moins un événement.',
    forbiddenAddress:
      "Cette adresse n'est pas sur l'internet public (réseau privé, machine locale ou plage réservée) : aucun webhook ne doit y aller.",
    insecure: "L'adresse doit commencer par https:// : un webhook ne voyage jamais en clair.",
    tooMany: "Il y a déjà {{max}} points d'accès. Supprimez-en un avant d'en ajouter un autre.",
    waitsAlready: 'Ce message attend déjà son envoi.',
    nothingFailed: "Aucun message n'est en échec : il n'y a rien à renvoyer.",
    stopped: "Ce point d'accès est arrêté. Remettez-le en marche, puis renvoyez.",
  },
  publish: {
    textMissing: 'Écrivez ce qui se passe, en français ou en anglais.',
    postmortemEmpty:
      'Le bilan ne contient que ses titres. Écrivez sous au moins un d’entre eux, en français ou en anglais.',
    nameMissing: 'Donnez un nom, ou choisissez au moins un composant : le nom en sera tiré.',
    incidentOver: "Cet incident est résolu : rouvrez-le s'il continue, sinon il n'accepte plus qu'un bilan.",
    notToReopen: 'Seul un incident résolu et encore sans bilan peut être rouvert.',
    statusNotNext:
      "Cet état ne peut pas suivre l'état actuel. Rechargez la page pour voir où en sont les choses.",
    incidentChanged:
      "Cet incident a changé entre-temps : rien n'a été enregistré. Votre saisie est toujours là ; relisez le fil, puis recommencez.",
    incidentChangedBy:
      "{{name}} a modifié cet incident entre-temps : rien n'a été enregistré. Votre saisie est toujours là ; relisez le fil, puis recommencez.",
    displayAtInFuture:
      "Cette heure n'est pas encore passée. Indiquez une heure passée, ou laissez le champ vide.",
    displayAtBeforeLast:
      'Cette heure précède la dernière information publiée. Indiquez une heure plus récente.',
    displayAtOutOfOrder:
      "Cette heure doit rester entre celle de l'information précédente et celle de la suivante.",
    endsBeforeStart: 'La fin doit être après le début.',
    endInFuture:
      "Cet incident n'est pas encore terminé à cette heure-là. Indiquez une fin passée, ou publiez-le comme incident en cours.",
    componentTwice: 'Un composant est indiqué deux fois. Rechargez la page et recommencez.',
    unknownComponent: "Un composant n'existe plus. Rechargez la page et recommencez.",
    unknownGroup: "Ce groupe n'existe plus. Rechargez la page et choisissez-en un autre.",
    windowEndsBeforeStart: 'La fin doit être après le début.',
    windowTooLong: 'Une maintenance dure au plus {{days}} jours : vérifiez les dates.',
    windowInPast: 'Cette maintenance serait déjà terminée. Choisissez une fin à venir.',
    badTime: "Cette date ou cette heure n'existe pas. Corrigez-la.",
  },
  maintenance: {
    notPlanned:
      "Cette maintenance a commencé ou est terminée : elle ne peut plus être annulée. Rien n'a changé.",
    endMissing: 'Dites quand la répétition prend fin : un dernier jour, ou un nombre d’occurrences.',
    tooFar:
      'Cette série irait au-delà de deux ans. Choisissez une fin plus proche : vous pourrez en planifier une autre ensuite.',
    tooMany:
      'Cette série compterait plus de {{maximum}} occurrences. Espacez-les, ou choisissez une fin plus proche.',
    noOccurrence: 'Cette répétition ne tombe sur aucune date. Vérifiez le début, les jours et la fin.',
    occurrencesOverlap:
      'Une date commencerait avant la fin de la précédente. Raccourcissez la maintenance, ou espacez les dates.',
    seriesChanged:
      "Quelqu'un a modifié cette série entre-temps ; rien n'a été enregistré. Rechargez la page pour voir où elle en est.",
    seriesStopped: 'Cette série est arrêtée : elle ne peut plus changer. Planifiez-en une nouvelle.',
  },
  unexpected: "L'opération n'a pas abouti. Réessayez ; si cela persiste, écrivez-nous.",
  notFound: "Cet élément n'existe pas, ou n'est plus accessible.",
  forbidden: 'Votre accès ne permet pas cette action.',
  conflict:
    "Quelqu'un a modifié cet élément avant vous ; rien n'a été enregistré. Rechargez pour voir son état actuel.",
  invalid: "Une information n'est pas valable. Vérifiez votre saisie.",
  preconditionFailed: "L'état de cet élément ne permet plus cette action.",
  limitExceeded: 'Trop de demandes en peu de temps. Patientez quelques minutes, puis réessayez.',
  brokenForm:
    "Ce formulaire est arrivé incomplet ; rien n'a été enregistré. Rechargez la page, puis recommencez.",
  brokenText:
    "Ce texte contient des caractères illisibles ; rien n'a été enregistré. Corrigez-le, puis recommencez.",
  tooLarge: "Cet envoi dépasse la taille permise ; rien n'a été enregistré. Réduisez-le, puis recommencez.",
  unsupportedMediaType:
    "Ce format d'envoi n'est pas accepté ; rien n'a été enregistré. Utilisez le formulaire de la page.",
  crossOrigin:
    'Cette demande ne vient pas de notre site. Ouvrez la page depuis notre site, puis recommencez.',
  apiKeyWithoutScope: 'Choisissez au moins un droit.',
  apiKeyRevoked: 'Cette clé est déjà révoquée.',
  idempotencyKeyReused: "Cette clé d'idempotence a déjà servi à une autre demande.",
  tooManyRequests: 'Trop de demandes en peu de temps. Réessayez dans {{retryAfterSeconds}} s.',
  cursor: "Cette page de la liste n'existe plus. Revenez au début.",
  review: {
    alreadyDecided: {
      approved: "{{name}} a déjà accepté ce document ; votre décision n'a pas été enregistrée.",
      rejected: "{{name}} a déjà refusé ce document ; votre décision n'a pas été enregistrée.",
    },
    superseded: "Le commerçant vient d'envoyer une autre version ; votre décision n'a pas été enregistrée.",
    changed: "Cet envoi a changé depuis que vous l'avez ouvert. Rechargez la page, puis décidez.",
    notReady: 'Les fichiers de cet envoi sont encore en cours de contrôle. Réessayez dans un instant.',
    requirementClosed: "Cette demande a été close entre-temps : il n'y a plus rien à décider.",
    accountClosed:
      "Ce compte a été fermé entre-temps, et ses demandes avec lui : il n'y a plus rien à décider.",
    reasonRequired: 'Choisissez au moins un motif.',
    noDates: "Ce type de document n'attend pas cette date. Videz le champ.",
    issuedRequired: "Indiquez la date d'émission lue sur le document.",
    expiryRequired: "Indiquez la date d'expiration lue sur le document.",
    issuedAfterReceipt: "La date d'émission est postérieure à la réception du document.",
    issuedTooLongAgo:
      'À la réception, ce document avait {{months}} mois ou plus. Refusez-le comme trop ancien.',
    alreadyExpired: 'Cette date est passée. Refusez le document comme expiré.',
    wrongException: "Cette exception ne s'applique pas à ce type de document.",
    cardIssuedOutside:
      "L'exception vaut pour les cartes délivrées du 2 janvier 2004 au 31 décembre 2013. Indiquez la date d'émission.",
  },
  siren:
    "Ce numéro n'est pas un SIREN : il compte 9 chiffres, dont une clé de contrôle. Vérifiez-le sur un extrait Kbis ou un avis Insee.",
  department: "Indiquez le code d'un département français, par exemple 75, 2A ou 974.",
  signInRefused:
    "L'adresse ou le mot de passe ne convient pas. Vérifiez-les, ou choisissez un nouveau mot de passe.",
  tooManyAttempts_one: 'Trop de tentatives à la suite. Réessayez dans une minute.',
  tooManyAttempts_other: 'Trop de tentatives à la suite. Réessayez dans {{count}} minutes.',
  passwordTooShort: "Choisissez un mot de passe d'au moins {{minimum}} caractères.",
  passwordTooLong: "Choisissez un mot de passe d'au plus {{maximum}} caractères.",
  passwordPersonal:
    'Ce mot de passe contient votre nom ou votre adresse : il serait vite deviné. Choisissez-en un autre.',
  passwordCommon:
    'Ce mot de passe est trop courant : il serait vite deviné. Quelques mots sans rapport entre eux conviennent mieux.',
  currentPasswordWrong: "Le mot de passe actuel ne convient pas. Rien n'a changé.",
  linkUsed: 'Ce lien a déjà servi. Connectez-vous, ou demandez un nouveau lien.',
  linkExpired: 'Ce lien a expiré. Demandez-en un nouveau.',
  linkUnknown: "Ce lien n'est pas valable. Ouvrez-le directement depuis l'e-mail, ou demandez-en un nouveau.",
  emailTaken: "Cette adresse a déjà un accès. Une adresse ne sert qu'une fois : utilisez-en une autre.",
  sirenTaken: "Ce SIREN a déjà un compte. Rien n'a été créé.",
  userDisabled: 'Cet accès est déjà désactivé.',
  userEnabled: 'Cet accès est déjà actif.',
  roleUnchanged: 'Cette personne a déjà ce rôle.',
  memberRole:
    "Un commerçant ne peut pas recevoir un rôle de l'équipe. Ajoutez la personne à l'équipe avec une autre adresse.",
  alreadyActivated: 'Cette personne a déjà activé son accès. Elle peut utiliser « Mot de passe oublié ? ».',
  lastAdministrator: "C'est le dernier administrateur actif : nommez-en un autre d'abord.",
  import: {
    notUtf8:
      "Ce fichier n'est pas en UTF-8. Enregistrez-le au format « CSV UTF-8 », puis renvoyez-le. Rien n'a été importé.",
    noHeading:
      "La première ligne doit nommer les colonnes : name, siren, legal_form, email, contact_name. Rien n'a été importé.",
    missingColumns: "Il manque des colonnes : {{columns}}. Rien n'a été importé.",
    unknownColumns:
      "Ces colonnes ne sont pas attendues : {{columns}}. Retirez-les ou corrigez leur nom. Rien n'a été importé.",
    repeatedColumns: "Ces colonnes figurent plusieurs fois : {{columns}}. Rien n'a été importé.",
    noRows: "Ce fichier ne contient aucune ligne sous l'en-tête.",
    noFile: 'Choisissez un fichier CSV.',
    tooManyRows:
      'Ce fichier dépasse 100 000 lignes. Les premières ont été importées ; envoyez le reste dans un autre fichier.',
    tooLarge:
      'Ce fichier dépasse 10 Mo. Ce qui précède cette limite a été importé ; découpez le fichier et renvoyez-le.',
    rowTooLong: 'Cette ligne est beaucoup trop longue.',
    quotes: 'Les guillemets ne sont pas refermés, ou sont mal placés.',
    cellCount: 'Nombre de cellules : {{found}} au lieu de {{expected}}.',
    brokenText: "Cette cellule n'est pas en UTF-8. Enregistrez le fichier au format « CSV UTF-8 ».",
  },
  subscriptionEmpty: 'Choisissez au moins les incidents ou les maintenances.',
  subscriptionEnded: "Cet abonnement est terminé. Abonnez-vous de nouveau depuis la page d'état.",
  linkOver: "Ce lien n'est plus valable : il a déjà servi, ou son délai est passé. Demandez-en un nouveau.",
  nothingMissing: "Il n'y a rien à renvoyer : personne ne manque, ou l'envoi est déjà relancé.",
}
