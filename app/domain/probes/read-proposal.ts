import { requirePermission } from '#app/domain/access/permissions.ts'
import type { Context } from '#app/domain/context.ts'
import { conflict, notFound } from '#app/domain/errors.ts'
import { incidentTexts } from '#app/domain/probes/texts.ts'
import { Probe, ProbeProposal } from '#db/models/probes.ts'
import { Component } from '#db/models/status.ts'

/** A proposal with what it suggests to say. NotFound; Conflict once it is published. */
export async function readProposal(ctx: Context, id: string) {
  requirePermission(ctx.actor, 'incident:publish')
  const proposal = await ProbeProposal.query(ctx.db).findById(id)
  if (!proposal) throw notFound()
  if (proposal.closedAs === 'published') throw conflict('probe.proposalPublished')
  const { componentId, status, since, probeId } = proposal
  const probe = await Probe.query(ctx.db).findById(probeId).throwIfNotFound()
  const component = await Component.query(ctx.db).findById(componentId).throwIfNotFound()
  return {
    componentId,
    componentFr: component.nameFr,
    componentEn: component.nameEn,
    probeName: probe.name,
    status,
    since,
    ...incidentTexts(probe, component),
  }
}
