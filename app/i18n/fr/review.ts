export const review = {
  queue: { title: 'File de vérification', empty: 'Rien à vérifier pour le moment' },
  approve: 'Accepter',
  reject: 'Refuser',
}
