import { z } from 'zod'
import { revision } from '#app/domain/policy/forms/draft.ts'
import {
  ABOUT,
  documentTypeSchema,
  type PolicyType,
  typeCode,
  VALIDITY_RULES,
} from '#app/domain/policy/schemas.ts'

const { nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn } =
  documentTypeSchema.shape
const typeFields = {
  revision,
  ...{ nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn },
  validityRule: z.enum(VALIDITY_RULES),
  /** For `max_age_months` alone; left aside otherwise. */
  months: z.int().min(1).max(120).optional(),
  sides: z.enum(['1', '2']),
  /** The type it stands behind; the first of all without one. */
  after: typeCode.optional(),
}
const needsMonths = ({ validityRule, months }: { validityRule: string; months?: number }) =>
  validityRule !== 'max_age_months' || months !== undefined
const monthsMissing = { path: ['months'], message: 'field.required' }

export const typeFormSchema = z
  .strictObject({ ...typeFields, retired: z.boolean().default(false) })
  .refine(needsMonths, monthsMissing)
export type TypeForm = z.output<typeof typeFormSchema>

export const newTypeFormSchema = z
  .strictObject({ ...typeFields, code: typeCode, about: z.enum(ABOUT) })
  .refine(needsMonths, monthsMissing)
export type NewTypeForm = z.output<typeof newTypeFormSchema>

/** The type that a form describes, but for what a form cannot change. */
export function typeOf(form: TypeForm | NewTypeForm): Omit<PolicyType, 'code' | 'about'> {
  const { nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn, validityRule } = form
  return {
    ...{ nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn },
    validity:
      validityRule === 'max_age_months'
        ? { rule: validityRule, months: form.months ?? 1 }
        : { rule: validityRule },
    sides: form.sides === '1' ? 1 : 2,
    retired: 'retired' in form && form.retired,
  }
}

/** What the form of a type begins with. */
export function typeForm(type: PolicyType, types: readonly PolicyType[]): Omit<TypeForm, 'revision'> {
  const { nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn, validity } = type
  return {
    ...{ nameFr, nameEn, descriptionFr, descriptionEn, legalGroundFr, legalGroundEn },
    validityRule: validity.rule,
    months: validity.rule === 'max_age_months' ? validity.months : undefined,
    sides: type.sides === 1 ? '1' : '2',
    after: types[types.findIndex(({ code }) => code === type.code) - 1]?.code,
    retired: type.retired,
  }
}
