import type { Declared, LegalForm } from '#db/models/access.ts'

/** How far along its documents a demo account is; each shows one state of the product. */
export type Story =
  | 'complete'
  | 'just_asked'
  | 'due_soon'
  | 'renewing'
  | 'in_review'
  | 'rejected'
  | 'past_due'
  | 'restricted'
  | 'suspended'
  | 'suspended_in_review'
  | 'reinstated'
  | 'waived'
  | 'cancelled'
  | 'manual'
  | 'closed'

export interface DemoAccount {
  name: string
  legalForm: LegalForm
  siren: string
  department: string
  risk: 'standard' | 'high'
  declared: Declared
  member: { name: string; email: string; locale: 'fr' | 'en' }
  story: Story
}

const companies = [
  ['Boulangerie Dubois', 'Camille Dubois', 'Boulangerie-pâtisserie', '75'],
  ['Café des Halles', 'Antoine Moreau', 'Débit de boissons', '44'],
  ['Librairie du Passage', 'Hélène Girard', 'Commerce de livres', '69'],
  ['Vélos Lacaze', 'Julien Lacaze', 'Vente et réparation de cycles', '33'],
  ['Fromagerie Perrin', 'Lucie Perrin', 'Commerce de fromages', '74'],
  ['Atelier Mirabelle', 'Sarah Klein', 'Fabrication de bijoux', '57'],
  ['Hôtel de la Gare', 'Nicolas Faure', 'Hôtellerie', '67'],
  ['Pharmacie Centrale', 'Isabelle Blanc', 'Pharmacie', '13'],
  ['Garage Morel et Fils', 'Thierry Morel', 'Entretien de véhicules', '31'],
  ['Studio Nord', 'Emma Lefèvre', 'Photographie', '59'],
  ['Maison Rivière', 'Paul Rivière', 'Décoration intérieure', '06'],
  ['Cave Saint-Martin', 'Mathieu Roux', 'Commerce de vins', '21'],
  ['Optique Vauban', 'Claire Vasseur', 'Optique', '62'],
  ['Fleurs de Bastille', 'Inès Caron', 'Fleuriste', '75'],
] as const

const soleTraders = [
  ['Marc Fournier Plomberie', 'Marc Fournier', 'Plomberie', '35'],
  ['Sophie Lambert Yoga', 'Sophie Lambert', 'Enseignement du yoga', '34'],
  ['Karim Benali Taxi', 'Karim Benali', 'Transport de personnes', '93'],
  ['Élodie Martin Coiffure', 'Élodie Martin', 'Coiffure à domicile', '72'],
  ['Hugo Petit Paysagiste', 'Hugo Petit', 'Aménagement paysager', '49'],
  ['Nadia Haddad Traiteur', 'Nadia Haddad', 'Traiteur', '38'],
  ['Jean Leroy Menuiserie', 'Jean Leroy', 'Menuiserie', '29'],
  ['Fatou Diallo Couture', 'Fatou Diallo', 'Retouches', '94'],
  ['Pierre Garnier Guide', 'Pierre Garnier', 'Guide de montagne', '73'],
  ['Manon Robert Ostéopathe', 'Manon Robert', 'Ostéopathie', '17'],
  ['Luc Bernard Maraîcher', 'Luc Bernard', 'Maraîchage', '84'],
  ['Anna Kowalska Traduction', 'Anna Kowalska', 'Traduction', '92'],
  ['Yann Le Goff Voile', 'Yann Le Goff', 'École de voile', '56'],
] as const

const associations = [
  ['Club de judo de Belleville', 'Didier Marchand', 'Club sportif', '75'],
  ['Les Amis du Canal', 'Monique Renard', 'Défense du patrimoine', '31'],
  ['Chorale Sainte-Cécile', 'Bernard Colin', 'Chant choral', '68'],
  ['Secours Local Rennais', 'Aïcha Mansouri', 'Aide alimentaire', '35'],
  ['Ciné-club du Port', 'Gaël Tanguy', 'Projection de films', '76'],
  ['Jardins Partagés de Lyon', 'Céline Dupuis', 'Jardinage collectif', '69'],
  ['Harmonie Municipale', 'Robert Simon', 'Musique', '54'],
  ['Refuge des Quatre Pattes', 'Sandrine Meyer', 'Protection animale', '67'],
  ['Théâtre des Remparts', 'Olivier Brun', 'Spectacle vivant', '84'],
  ['École de cirque Bulle', 'Léa Gauthier', 'Arts du cirque', '974'],
  ['Randonneurs du Vercors', 'Michel Chevalier', 'Randonnée', '26'],
  ['Radio Colline', 'Samia Bouzid', 'Radio locale', '63'],
  ['Foyer Rural de Clisson', 'Daniel Guérin', 'Animation locale', '44'],
] as const

const stories: readonly Story[] = [
  'just_asked',
  'complete',
  'in_review',
  'past_due',
  'suspended',
  'due_soon',
  'rejected',
  'restricted',
  'in_review',
  'renewing',
  'suspended_in_review',
  'reinstated',
  'waived',
  'manual',
  'in_review',
  'closed',
  'cancelled',
  'due_soon',
  'restricted',
  'in_review',
]

/** The account that merchant@vigie.test belongs to. */
const MERCHANT_EMAIL = 'merchant@vigie.test'

/** 40 merchants of three legal forms, the same on every machine. */
export const demoAccounts: readonly DemoAccount[] = [
  ...companies.map((row) => ({ row, legalForm: 'company' as const })),
  ...soleTraders.map((row) => ({ row, legalForm: 'sole_trader' as const })),
  ...associations.map((row) => ({ row, legalForm: 'association' as const })),
].map(({ row: [name, person, activity, department], legalForm }, index) => ({
  name,
  legalForm,
  siren: sirenOf(index),
  department,
  risk: index % 9 === 4 ? 'high' : 'standard',
  declared: {
    representative: person,
    birthDate: `19${60 + ((index * 7) % 40)}-0${1 + (index % 9)}-1${index % 10}`,
    address: `${3 + index} rue ${['de la République', 'des Lilas', 'Victor-Hugo', 'du Marché'][index % 4]}, ${department.padEnd(5, '0')}`,
    iban: ibanOf(index),
    activity,
    ...(legalForm === 'company' ? { owners: [person] } : {}),
  },
  member: {
    name: person,
    email: index === 0 ? MERCHANT_EMAIL : `${slug(person)}@${slug(name)}.test`,
    locale: index % 8 === 7 ? 'en' : 'fr',
  },
  story: stories[index % stories.length] as Story,
}))

function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** A SIREN of a made-up series: eight digits and the one that makes Luhn's sum right. */
function sirenOf(index: number): string {
  const stem = String(81_230_000 + index * 137)
  const sum = [...stem].reduce((total, digit, position) => {
    const doubled = Number(digit) * (position % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${stem}${(10 - (sum % 10)) % 10}`
}

/** A French IBAN with valid check digits (mod 97) of a bank that does not exist. */
function ibanOf(index: number): string {
  const account = `3000400000${String(10_000_000_000 + index * 7_919).slice(0, 11)}`
  const key = String(97n - ((BigInt(account) * 100n) % 97n)).padStart(2, '0')
  const basic = `${account}${key}`
  // F = 15, R = 27 behind the account number, then 00 where the check digits will stand.
  const check = String(98n - (BigInt(`${basic}152700`) % 97n)).padStart(2, '0')
  return `FR${check}${basic}`
}
