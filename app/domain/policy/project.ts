import type { TransactionContext } from '#app/domain/context.ts'
import type { PolicyContent } from '#app/domain/policy/schemas.ts'
import { affected } from '#db/client.ts'

/**
 * Writes the types and sets of the version in force into the tables that everything else joins. Types are added,
 * changed and retired, never deleted: documents and requests hang on them.
 */
export async function projectPolicy(
  tx: TransactionContext,
  { documentTypes, requiredSets }: PolicyContent,
): Promise<void> {
  await affected(
    tx.db,
    `insert into document_types (code, name_fr, name_en, description_fr, description_en, legal_ground_fr,
         legal_ground_en, about, validity, sides, position, retired)
       select code, "nameFr", "nameEn", "descriptionFr", "descriptionEn", "legalGroundFr", "legalGroundEn", about,
           validity, sides, position, retired
         from jsonb_to_recordset(:types) as t (code text, "nameFr" text, "nameEn" text, "descriptionFr" text,
           "descriptionEn" text, "legalGroundFr" text, "legalGroundEn" text, about text, validity jsonb,
           sides smallint, position smallint, retired boolean)
       on conflict (code) do update set (name_fr, name_en, description_fr, description_en, legal_ground_fr,
         legal_ground_en, about, validity, sides, position, retired) = (excluded.name_fr, excluded.name_en,
         excluded.description_fr, excluded.description_en, excluded.legal_ground_fr, excluded.legal_ground_en,
         excluded.about, excluded.validity, excluded.sides, excluded.position, excluded.retired)`,
    { types: JSON.stringify(documentTypes.map((type, position) => ({ ...type, position }))) },
  )
  const required = Object.entries(requiredSets).flatMap(([legalForm, codes]) =>
    codes.map((code) => ({ legal_form: legalForm, document_type: code })),
  )
  await affected(tx.db, `delete from required_sets`)
  await affected(
    tx.db,
    `insert into required_sets (legal_form, document_type)
       select legal_form, document_type from jsonb_to_recordset(:required) as r (legal_form text, document_type text)`,
    { required: JSON.stringify(required) },
  )
}
