import { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'

/** A column of the file and the names it may go by, French or English, compared without accents and signs. */
const NAMES = {
  name: ['name', 'nom', 'raison_sociale', 'denomination', 'company_name'],
  siren: ['siren', 'numero_siren'],
  legalForm: ['legal_form', 'forme_juridique', 'forme'],
  email: ['email', 'e_mail', 'courriel', 'adresse_e_mail', 'mail'],
  memberName: ['contact_name', 'nom_du_contact', 'contact', 'member_name'],
  department: ['department', 'departement'],
  locale: ['language', 'langue', 'locale'],
} as const

export type ImportColumn = keyof typeof NAMES
export const IMPORT_COLUMNS = Object.keys(NAMES) as ImportColumn[]

/** The first name of each column, for a text that lists them. */
export const headings = (columns: readonly ImportColumn[]) =>
  columns.map((column) => NAMES[column][0]).join(', ')

/** What stands in for a column that the file does not have. */
export const COLUMN_DEFAULTS: Partial<Record<ImportColumn, string>> = { department: '75', locale: 'fr' }

/** What the heading of a file says, column by column, and whether the file may do without. */
export const COLUMN_NAMES = IMPORT_COLUMNS.map((column) => ({
  column,
  heading: NAMES[column][0],
  optional: column in COLUMN_DEFAULTS,
}))

/** A file with the heading and one made-up row, to be filled in. The byte order mark makes Excel read UTF-8. */
export const IMPORT_TEMPLATE = `\uFEFF${COLUMN_NAMES.map(({ heading }) => heading).join(';')}\r
Boulangerie Martin;732829320;SARL;contact@boulangerie-martin.example;Camille Martin;75;fr\r
`

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')

/** The column a heading means, or null. */
export function columnOf(heading: string): ImportColumn | null {
  const folded = fold(heading)
  return IMPORT_COLUMNS.find((column) => NAMES[column].some((name) => name === folded)) ?? null
}

const LEGAL_FORM_WORDS: Record<string, (typeof LEGAL_FORMS)[number]> = {
  ei: 'sole_trader',
  entreprise_individuelle: 'sole_trader',
  micro_entreprise: 'sole_trader',
  auto_entrepreneur: 'sole_trader',
  societe: 'company',
  sa: 'company',
  sas: 'company',
  sasu: 'company',
  sarl: 'company',
  eurl: 'company',
  snc: 'company',
}

/** A cell in the words of the schema: `SARL` means `company`, `français` means `fr`. Others stay as they are. */
export function inSchemaWords(column: ImportColumn, cell: string): string {
  const folded = fold(cell)
  if (column === 'legalForm') {
    return LEGAL_FORMS.find((form) => form === folded) ?? LEGAL_FORM_WORDS[folded] ?? cell
  }
  if (column === 'locale') {
    if (['fr', 'francais', 'french'].includes(folded)) return 'fr'
    if (['en', 'anglais', 'english'].includes(folded)) return 'en'
  }
  return cell
}
