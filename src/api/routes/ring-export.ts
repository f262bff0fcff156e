/** A ring as a file: for other tools, or as a report. Every file is in the audit before it leaves. */
import { z } from '@hono/zod-openapi'
import { UserError, unknown } from '../../errors.ts'
import { csvZip, gexf, graphml, ReportPress } from '../../exporting/index.ts'
import { may } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { visibleCase } from '../queries/case-shapes.ts'
import { ringDossierOf } from '../queries/ring-dossier.ts'
import { ringExportBody } from '../schemas/index.ts'
import { id } from './parameters.ts'

const TYPES = {
  graphml: 'application/graphml+xml; charset=utf-8',
  gexf: 'application/gexf+xml; charset=utf-8',
  csv: 'application/zip',
  pdf: 'application/pdf',
} as const

/** One thread makes the reports of all requests; it starts with the first. */
const press = new ReportPress()

export const ringExportEndpoints: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/v1/rings/{ringId}/export',
    summary:
      'A ring as GraphML, GEXF, CSV (a zip of two files) or PDF report, for a stated purpose that is kept in the audit',
    access: 'rings:export',
    params: z.strictObject({ ringId: id }),
    body: ringExportBody,
    response: z.string(),
    isUncovering: true,
    async handle({ params: { ringId }, body, at, ...reader }) {
      const { view, context, user, http } = reader
      const { format, purpose, isRevealed, caseId } = body
      if (isRevealed && !may(user, 'identities:reveal'))
        throw new UserError(`invalid role: ${JSON.stringify(user.role)} [it lacks identities:reveal]`, 403)
      if (caseId !== undefined) {
        const found = await visibleCase(reader, caseId)
        if (found.subjectKind !== 'ring' || found.subjectId !== ringId) throw unknown('case', caseId)
      }
      const report = await ringDossierOf({ ...reader, at }, ringId, body)
      const file =
        format === 'pdf' ? await press.print(report) : { graphml, gexf, csv: csvZip }[format](report.graph)
      // Written before the file leaves: what cannot be recorded is not handed out.
      const by = { at, actor: user.username }
      const detail = {
        ...{ format, purpose, isRevealed, ringId, snapshot: view.manifest.id },
        ...{ nodes: report.graph.nodes.length, edges: report.graph.edges.length },
      }
      await context.operations.audit.record({ ...by, action: 'ring.export', subject: ringId, detail })
      if (caseId !== undefined) await context.operations.cases.exported({ ...by, caseId }, detail)
      const name = `ring-${ringId.replace(/[^\w-]+/g, '_')}-${view.manifest.id}.${format === 'csv' ? 'zip' : format}`
      return http.body(typeof file === 'string' ? file : new Uint8Array(file), 200, {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="${name}"`,
      })
    },
  }),
]
