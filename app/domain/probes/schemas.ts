import { z } from 'zod'
import { body, publicId, singleLine } from '#app/domain/incidents/schemas.ts'

/** What a probe may say of its component when it fails, the worst first. */
export const PROBE_STATUSES = ['major_outage', 'partial_outage', 'degraded_performance'] as const
export const PROBE_METHODS = ['GET', 'HEAD'] as const
/** On an alarm: propose an incident to the publishers, or open it at once. */
export const PROBE_MODES = ['propose', 'open'] as const

/** How one check can end. All but `ok` are failures; `status` and `text` are answers, though not the expected ones. */
const OUTCOMES = [
  'ok',
  'status',
  'text',
  'timeout',
  'dns',
  'refused',
  'closed',
  'tls',
  'protocol',
  'forbidden',
] as const
export type Outcome = (typeof OUTCOMES)[number]

const MAX_PROBE_NAME = 120
const MAX_URL = 2_000
const MAX_EXPECTED_TEXT = 200
const MAX_NOTE = 500

const url = singleLine(MAX_URL)
  .refine((text) => /^https?:$/.test(parsed(text)?.protocol ?? ''), 'field.url')
  .refine((text) => !parsed(text)?.username && !parsed(text)?.password, 'probe.credentialsInUrl')

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

const httpStatus = z.number().int().min(100).max(599)

export const probeSchema = z
  .strictObject({
    name: singleLine(MAX_PROBE_NAME),
    componentId: publicId,
    status: z.enum(PROBE_STATUSES),
    method: z.enum(PROBE_METHODS),
    url,
    expectedFrom: httpStatus,
    expectedUntil: httpStatus,
    expectedText: singleLine(MAX_EXPECTED_TEXT).optional(),
    timeoutSeconds: z.number().int().min(1).max(30),
    intervalSeconds: z.number().int().min(30).max(3_600),
    failuresToAlarm: z.number().int().min(1).max(20),
    successesToRecover: z.number().int().min(1).max(20),
    mode: z.enum(PROBE_MODES),
    bodyFr: body.optional(),
    bodyEn: body.optional(),
    resolveAfterMinutes: z.number().int().min(1).max(1_440),
    notify: z.boolean().default(false),
    tellPublishers: z.boolean().default(false),
  })
  .refine(({ expectedFrom, expectedUntil }) => expectedFrom <= expectedUntil, {
    path: ['expectedUntil'],
    message: 'probe.rangeReversed',
  })
  .refine(({ method, expectedText }) => method === 'GET' || !expectedText, {
    path: ['expectedText'],
    message: 'probe.textNeedsGet',
  })
export type ProbeFields = z.output<typeof probeSchema>

/** What a new probe's form begins with. */
export const NEW_PROBE = {
  status: 'partial_outage',
  method: 'GET',
  expectedFrom: 200,
  expectedUntil: 299,
  timeoutSeconds: 10,
  intervalSeconds: 60,
  failuresToAlarm: 3,
  successesToRecover: 2,
  mode: 'propose',
  resolveAfterMinutes: 10,
  notify: true,
  tellPublishers: true,
} as const satisfies Partial<ProbeFields>

export const probeCommandSchema = z.strictObject({ intent: z.enum(['check', 'enable', 'disable', 'delete']) })

export const dismissProposalSchema = z.strictObject({ note: singleLine(MAX_NOTE).optional() })
