/**
 * `merchant`: what the merchant reads, title and what to do. `internal`: what officers read, label and when to
 * use it. Codes that a merchant must not learn of have no merchant text (app/domain/reviews/reasons.ts).
 */
export const reasons = {
  severity: {
    falsified: 'Falsification',
    expired: 'Périmé',
    not_accepted: 'Non recevable',
    unreadable: 'Illisible',
    incomplete: 'Incomplet',
    mismatch: 'Discordance',
  },
  merchant: {
    expired: {
      title: 'Le document a expiré',
      action: "Envoyez un document dont la date de fin de validité n'est pas dépassée.",
    },
    too_old: {
      title: 'Le document est trop ancien',
      action: 'Demandez un exemplaire récent et envoyez-le dès que vous le recevez.',
    },
    country_not_supported: {
      title: "Le pays d'émission n'est pas pris en charge",
      action: 'Envoyez un document délivré par la France ou par un autre pays de la liste acceptée.',
    },
    duplicate_type: {
      title: 'Ce document a déjà été fourni',
      action: 'Choisissez un autre document, différent de celui que nous avons déjà.',
    },
    failed_copy: {
      title: "C'est une copie, pas l'original",
      action: "Photographiez ou numérisez l'original, et non une photocopie ou un écran.",
    },
    invalid: {
      title: 'Le document ne peut pas être accepté',
      action: 'Envoyez un autre document valable, complet et lisible, du type demandé.',
    },
    type_not_supported: {
      title: "Ce type de document n'est pas accepté",
      action: "Choisissez l'un des types de document indiqués dans la demande.",
    },
    wrong_document: {
      title: "Ce n'est pas le document demandé",
      action: "Relisez l'intitulé de la demande et envoyez le document qui y correspond.",
    },
    corrupt: {
      title: 'Le fichier est endommagé',
      action: "Enregistrez à nouveau le document, vérifiez qu'il s'ouvre, puis renvoyez-le.",
    },
    failed_greyscale: {
      title: 'Le document est en noir et blanc',
      action: 'Numérisez ou photographiez le document en couleur.',
    },
    not_readable: {
      title: 'Le document est illisible',
      action: 'Reprenez la photo à plat, à la lumière, sans reflet ni flou.',
    },
    password_protected: {
      title: 'Le fichier est protégé par un mot de passe',
      action: 'Retirez le mot de passe du fichier, puis renvoyez-le.',
    },
    too_large: {
      title: 'Le fichier est trop volumineux',
      action: 'Réduisez la taille du fichier ou séparez les pages, puis renvoyez-les.',
    },
    address_missing: {
      title: "L'adresse n'apparaît pas",
      action: "Envoyez un document sur lequel l'adresse complète est visible.",
    },
    id_number_missing: {
      title: "Le numéro d'identification n'apparaît pas",
      action: "Envoyez la page où figure le numéro d'identification.",
    },
    incomplete: {
      title: 'Il manque des pages',
      action: 'Envoyez le document entier, toutes les pages dans un même envoi.',
    },
    issue_or_expiry_date_missing: {
      title: "La date d'émission ou d'expiration n'apparaît pas",
      action: 'Envoyez une version où ces dates sont visibles.',
    },
    missing_back: {
      title: 'Le verso manque',
      action: 'Ajoutez le verso du document et renvoyez les deux faces.',
    },
    missing_front: {
      title: 'Le recto manque',
      action: 'Ajoutez le recto du document et renvoyez les deux faces.',
    },
    name_missing: {
      title: "Le nom n'apparaît pas",
      action: 'Envoyez un document qui porte le nom de la personne ou de la société.',
    },
    not_signed: {
      title: "Le document n'est pas signé",
      action: 'Faites signer le document, puis envoyez la version signée.',
    },
    address_mismatch: {
      title: "L'adresse diffère de celle que vous avez déclarée",
      action: 'Envoyez un document à la bonne adresse, ou demandez-nous de corriger votre adresse.',
    },
    directors_mismatch: {
      title: 'Les dirigeants diffèrent de ceux que vous avez déclarés',
      action: 'Envoyez un document à jour, ou signalez-nous le changement de dirigeant.',
    },
    dob_mismatch: {
      title: 'La date de naissance diffère de celle que vous avez déclarée',
      action: 'Vérifiez la date déclarée et demandez-nous de la corriger si elle est fausse.',
    },
    id_number_mismatch: {
      title: "Le numéro d'identification diffère de celui que vous avez déclaré",
      action: 'Vérifiez votre numéro SIREN et envoyez un document qui porte le même.',
    },
    name_mismatch: {
      title: 'Le nom diffère de celui que vous avez déclaré',
      action: 'Envoyez un document au nom déclaré, ou demandez-nous de corriger ce nom.',
    },
    photo_mismatch: {
      title: 'La photo ne correspond pas',
      action: "Envoyez la pièce d'identité de la personne désignée dans la demande.",
    },
  },
  internal: {
    fraudulent: {
      label: 'Frauduleux',
      use: 'Le document paraît fabriqué ou emprunté. Jamais communiqué : le commerçant lit « ne peut pas être accepté ».',
    },
    manipulated: {
      label: 'Falsifié',
      use: 'Un document réel a été retouché. Jamais communiqué : le commerçant lit « ne peut pas être accepté ».',
    },
    expired: { label: 'Expiré', use: 'La date de fin de validité imprimée est dépassée.' },
    too_old: {
      label: 'Trop ancien',
      use: "Émis avant la limite d'ancienneté du type, comptée à la réception.",
    },
    country_not_supported: {
      label: 'Pays non pris en charge',
      use: "Délivré par un pays que nous n'acceptons pas.",
    },
    duplicate_type: {
      label: 'Déjà fourni',
      use: 'Le même document sert déjà ailleurs et un second est exigé.',
    },
    failed_copy: { label: 'Copie', use: "Photocopie, photo d'écran ou impression au lieu de l'original." },
    invalid: { label: 'Non recevable', use: "Ne convient pas et aucun motif plus précis ne s'applique." },
    type_not_supported: {
      label: 'Type non accepté',
      use: "Le type n'est pas dans la liste, par exemple un permis de chasse.",
    },
    wrong_document: { label: 'Mauvais document', use: 'Un autre document que celui de la demande.' },
    corrupt: { label: 'Fichier endommagé', use: "Le fichier ne s'ouvre pas ou s'affiche en partie." },
    failed_greyscale: { label: 'Noir et blanc', use: 'La couleur est nécessaire pour juger ce document.' },
    not_readable: { label: 'Illisible', use: 'Flou, reflet, cadrage ou résolution empêchent de lire.' },
    password_protected: { label: 'Mot de passe', use: 'Le fichier demande un mot de passe.' },
    too_large: { label: 'Trop volumineux', use: 'Le fichier est trop lourd pour être affiché.' },
    address_missing: { label: 'Adresse absente', use: 'Aucune adresse, ou une adresse incomplète.' },
    id_number_missing: { label: 'Numéro absent', use: "Ni SIREN ni numéro de pièce n'est visible." },
    incomplete: { label: 'Pages manquantes', use: 'Une page ou une annexe du document manque.' },
    issue_or_expiry_date_missing: {
      label: 'Date absente',
      use: "La date d'émission ou d'expiration est coupée ou absente.",
    },
    missing_back: { label: 'Verso absent', use: 'Seul le recto a été envoyé.' },
    missing_front: { label: 'Recto absent', use: 'Seul le verso a été envoyé.' },
    name_missing: { label: 'Nom absent', use: 'Aucun nom de titulaire sur le document.' },
    not_signed: { label: 'Non signé', use: 'La signature attendue manque.' },
    address_mismatch: { label: 'Adresse différente', use: "L'adresse n'est pas celle qui est déclarée." },
    directors_mismatch: {
      label: 'Dirigeants différents',
      use: 'Les dirigeants ne sont pas ceux qui sont déclarés.',
    },
    dob_mismatch: {
      label: 'Naissance différente',
      use: "La date de naissance n'est pas celle qui est déclarée.",
    },
    id_number_mismatch: {
      label: 'Numéro différent',
      use: "Le SIREN ou le numéro n'est pas celui qui est déclaré.",
    },
    name_mismatch: {
      label: 'Nom différent',
      use: "Le titulaire n'est pas la personne ou la société déclarée.",
    },
    photo_mismatch: { label: 'Photo différente', use: "Le visage n'est pas celui de la personne attendue." },
  },
}
