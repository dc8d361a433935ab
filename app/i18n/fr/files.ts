export const files = {
  file_one: '{{count}} fichier',
  file_other: '{{count}} fichiers',
  choose: 'Choisir des fichiers',
  limits: 'PDF, JPEG, PNG, WebP ou HEIC, {{max}} au plus par fichier.',
  limitsAll: '{{files}} fichiers et {{total}} en tout au plus.',
  photo: 'Prendre une photo',
  drop: 'ou déposez-les ici, ou collez une image',
  dropNow: 'Déposez les fichiers ici',
  list: 'Fichiers à envoyer',
  remove: 'Retirer {{name}}',
  send: 'Envoyer',
  sendCount_one: 'Envoyer {{count}} fichier',
  sendCount_other: 'Envoyer {{count}} fichiers',
  stop: "Arrêter l'envoi",
  retry: 'Réessayer',
  sending: 'Envoi en cours : {{percent}}',
  stopped: "Envoi arrêté. Rien n'a été enregistré ; vos fichiers sont toujours dans la liste.",
  connectionLost:
    "La connexion a été coupée. Rien n'a été enregistré ; vos fichiers sont toujours dans la liste.",
  done: 'Fichiers reçus.',
  open: 'Voir {{name}}',
  original: "Télécharger l'original",
  fileState: { sending: 'Envoi en cours', sent: 'Transmis' },
  side: { front: 'Recto', back: 'Verso', whole: 'Document entier' },
  way: {
    legend: 'Que voulez-vous envoyer ?',
    sides: 'Une carte : recto et verso',
    whole: 'Un passeport, ou un seul fichier avec les deux faces',
  },
  noScript:
    'Vous pouvez joindre le recto et le verso séparément, ou le document entier (passeport, numérisation des deux faces).',
  refusal: {
    empty: 'Ce fichier est vide. Ouvrez-le pour vérifier son contenu, puis joignez-le de nouveau.',
    tooLarge:
      'Ce fichier dépasse 10 Mo. Reprenez la photo dans une qualité plus basse, ou numérisez en noir et blanc à 200 ppp.',
    typeNotAllowed:
      "Ce format n'est pas accepté. Envoyez un PDF ou une photo (JPEG, PNG, WebP ou HEIC) du document.",
    typeMismatch:
      "Le contenu de ce fichier ne correspond pas à son nom. Ne changez pas l'extension : exportez-le de nouveau en PDF ou en JPEG.",
    damaged:
      'Ce fichier est incomplet ou abîmé. Enregistrez-le de nouveau depuis son origine, ou photographiez le document.',
  },
}
