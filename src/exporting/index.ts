/** What leaves the house as a file: graphs for other tools, and the referral report. */
export { csvZip } from './csv.ts'
export { gexf } from './gexf.ts'
export type { GraphFile } from './graph-file.ts'
export { graphml } from './graphml.ts'
export type { RingReport } from './report/dossier.ts'
export { ReportPress } from './report/press.ts'
