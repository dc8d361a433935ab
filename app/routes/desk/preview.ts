import { countRecipients } from '#app/domain/broadcasts/audience.ts'
import { renderMarkdown } from '#app/domain/incidents/markdown.ts'
import { MAX_BODY } from '#app/domain/incidents/schemas.ts'
import { action as guarded } from '#app/http/handlers.server.ts'

const COMPONENT_STATUS = /^components\[(\d+)\]\.status$/

/** A form that is still being typed, as the public will see it, and how many it would reach. Stores nothing. */
export const action = guarded('incident:publish', async ({ ctx, form }) => {
  const fields = await form()
  const text = (name: string) => String(fields.get(name) ?? '').slice(0, MAX_BODY)
  const html = (source: string) => renderMarkdown(source).html
  const fr = text('bodyFr')
  const en = text('bodyEn')
  const touched = [...fields].flatMap(([name, value]) => {
    const index = COMPONENT_STATUS.exec(name)?.[1]
    return index !== undefined && value !== '' ? [String(fields.get(`components[${index}].id`))] : []
  })
  const isMaintenance = fields.has('scheduledFor')
  const componentIds = isMaintenance ? fields.getAll('componentIds').map(String) : touched
  return Response.json({
    fr: html(fr || en),
    en: html(en || fr),
    recipients: await countRecipients(ctx, {
      kind: isMaintenance ? 'maintenance' : 'incident',
      componentIds,
    }),
  })
})
