export const files = {
  file_one: '{{count}} fichier',
  file_other: '{{count}} fichiers',
  choose: 'Choisir des fichiers',
  limits: 'PDF, JPEG, PNG, WebP ou HEIC, {{max}} au plus par fichier.',
}
