import type { Knex } from 'knex'

const untilChanged = { rule: 'until_changed' }
const maxAge = (months: number) => ({ rule: 'max_age_months', months })

/** code, French, English, about, validity, sides, what it is (fr, en), legal ground (fr, en) */
const types = [
  [
    'company_registration',
    'Extrait Kbis ou RNE',
    'Company registration (Kbis or RNE)',
    'company',
    maxAge(3),
    1,
    'Extrait d’immatriculation de moins de trois mois, toutes les pages.',
    'Registration extract less than three months old, all pages.',
    'Article R561-5-1 du Code monétaire et financier',
    'Article R561-5-1 of the French Monetary and Financial Code',
  ],
  [
    'sirene_notice',
    'Avis de situation SIRENE',
    'SIRENE status notice',
    'company',
    maxAge(3),
    1,
    'Avis de situation de moins de trois mois, à télécharger gratuitement sur le site de l’Insee.',
    'Status notice less than three months old, free to download from Insee.',
    'Article R561-5-1 du Code monétaire et financier',
    'Article R561-5-1 of the French Monetary and Financial Code',
  ],
  [
    'articles_of_association',
    'Statuts signés',
    'Signed articles of association',
    'company',
    untilChanged,
    1,
    'Dernière version des statuts, datée et signée, toutes les pages.',
    'Latest version of the articles, dated and signed, all pages.',
    'Article L561-5 du Code monétaire et financier',
    'Article L561-5 of the French Monetary and Financial Code',
  ],
  [
    'beneficial_owners',
    'Déclaration des bénéficiaires effectifs',
    'Beneficial owners declaration',
    'company',
    maxAge(12),
    1,
    'Déclaration de moins de douze mois nommant chaque personne qui détient plus de 25 %.',
    'Declaration less than twelve months old naming everyone who owns more than 25%.',
    'Article L561-2-2 du Code monétaire et financier',
    'Article L561-2-2 of the French Monetary and Financial Code',
  ],
  [
    'identity_document',
    'Pièce d’identité',
    'Identity document',
    'person',
    { rule: 'printed_expiry' },
    2,
    'Carte d’identité ou titre de séjour recto verso, ou la page photo du passeport.',
    'Identity card or residence permit, front and back, or the passport’s photo page.',
    'Article R561-5-1 du Code monétaire et financier',
    'Article R561-5-1 of the French Monetary and Financial Code',
  ],
  [
    'proof_of_address',
    'Justificatif de domicile',
    'Proof of address',
    'person',
    maxAge(3),
    1,
    'Facture d’énergie, d’eau ou d’internet de moins de trois mois ; ou avis d’impôt de moins de douze mois.',
    'Energy, water or internet bill less than three months old; or a tax notice less than twelve months old.',
    'Article R561-5-2 du Code monétaire et financier',
    'Article R561-5-2 of the French Monetary and Financial Code',
  ],
  [
    'bank_details',
    'RIB',
    'Bank details (RIB)',
    'account',
    { rule: 'none' },
    1,
    'Relevé d’identité bancaire au nom de l’établissement, avec l’IBAN.',
    'Bank details in the name of the business, with the IBAN.',
    'Article L561-5 du Code monétaire et financier',
    'Article L561-5 of the French Monetary and Financial Code',
  ],
  [
    'association_minutes',
    'PV de nomination du bureau',
    'Minutes appointing the board',
    'company',
    untilChanged,
    1,
    'Procès-verbal signé de l’assemblée qui a nommé le bureau actuel.',
    'Signed minutes of the assembly that appointed the present board.',
    'Article L561-5 du Code monétaire et financier',
    'Article L561-5 of the French Monetary and Financial Code',
  ],
  [
    'activity_licence',
    'Autorisation d’activité réglementée',
    'Licence for a regulated activity',
    'company',
    { rule: 'printed_expiry' },
    1,
    'Agrément ou carte professionnelle en cours de validité.',
    'Licence or professional card that is still valid.',
    'Article L561-5-1 du Code monétaire et financier',
    'Article L561-5-1 of the French Monetary and Financial Code',
  ],
] as const

const requiredSets = {
  sole_trader: ['identity_document', 'sirene_notice', 'bank_details', 'proof_of_address'],
  company: [
    'company_registration',
    'articles_of_association',
    'beneficial_owners',
    'identity_document',
    'bank_details',
  ],
  association: [
    'sirene_notice',
    'articles_of_association',
    'association_minutes',
    'identity_document',
    'bank_details',
  ],
}

/** The default ladder of compliance.md. Read through app/domain/restrictions/policy.ts. */
const firstPolicy = {
  deadlineDays: 30,
  floorDays: 7,
  reminderDays: [14, 7, 3, 1, 0],
  ladder: [
    { after: { businessDays: 3 }, withhold: ['payouts'] },
    { after: { days: 7 }, withhold: ['payments', 'payouts'] },
  ],
  breaker: { accounts: 20, share: 0.02 },
}

/** First rows of what administrators may edit: document types, required sets and the policy. */
export async function up(db: Knex): Promise<void> {
  await db('documentTypes').insert(
    types.map(
      (
        [
          code,
          nameFr,
          nameEn,
          about,
          validity,
          sides,
          descriptionFr,
          descriptionEn,
          legalGroundFr,
          legalGroundEn,
        ],
        position,
      ) => ({
        code,
        nameFr,
        nameEn,
        about,
        validity: JSON.stringify(validity),
        sides,
        descriptionFr,
        descriptionEn,
        legalGroundFr,
        legalGroundEn,
        position,
      }),
    ),
  )
  await db('requiredSets').insert(
    Object.entries(requiredSets).flatMap(([legalForm, codes]) =>
      codes.map((documentType) => ({ legalForm, documentType })),
    ),
  )
  const now = new Date()
  await db('policies').insert({ version: 1, rules: JSON.stringify(firstPolicy), createdAt: now })
  await db('auditEntries').insert({
    at: now,
    actorKind: 'system',
    actorId: 'migration',
    action: 'policy.created',
    subjectType: 'policy',
    subjectId: '1',
    after: JSON.stringify(firstPolicy),
  })
}

export async function down(db: Knex): Promise<void> {
  await db('requiredSets').del()
  await db('documentTypes').del()
}
