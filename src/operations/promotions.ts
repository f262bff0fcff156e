/** Proposals to let a model score: one person proposes, another decides, and nobody decides on a proposal of their own. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { UserError, unknown } from '../errors.ts'
import { appendAudit } from './audit.ts'
import type { ModelDecisionTable, ModelProposalTable, OperationsDatabase } from './database.ts'
import type { Transact, Tx } from './transaction.ts'
import type { By } from './users.ts'

export interface Proposal {
  readonly proposalId: string
  readonly book: string
  readonly task: string
  readonly modelId: string
  /** The champion that it would replace. */
  readonly championId: string | null
  readonly reason: string
  /** Plain JSON: what the two were compared by when it was proposed. */
  readonly comparison: unknown
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly state: 'open' | ModelDecisionTable['decision']
  readonly note: string | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

/** Moves the pointer of what scores; runs within the transaction, so that a failure leaves nothing decided. */
export type Apply = (proposal: Proposal) => Promise<void>

export interface Promotions {
  /** Keeps a proposal. UserError 409 while one for the same model and champion is open; one against an earlier champion is void. */
  propose(
    proposal: Pick<Proposal, 'book' | 'task' | 'modelId' | 'championId' | 'reason' | 'comparison'>,
    by: By,
  ): Promise<Proposal>
  /** UserError 403 for whoever proposed it, 404 when there is none, 409 when it is decided. */
  approve(proposalId: string, note: string, by: By, apply: Apply): Promise<Proposal>
  /** Ends a proposal without a change: `withdrawn` by whoever proposed it, else `rejected`. */
  reject(proposalId: string, note: string, by: By): Promise<Proposal>
  /** Records that the champion before is back, and puts it back: one person may, at once. */
  rollback(
    change: {
      readonly book: string
      readonly task: string
      readonly from: string | null
      readonly to: string
      readonly reason: string
    },
    by: By,
    apply: () => Promise<void>,
  ): Promise<void>
  /** Newest first. */
  list(book: string): Promise<Proposal[]>
}

type Row = ModelProposalTable & {
  [K in 'decision' | 'note' | 'decided_by' | 'decided_at']: ModelDecisionTable[K] | null
}

function proposalOf(row: Row): Proposal {
  return {
    proposalId: row.proposal_id,
    book: row.book,
    task: row.task,
    modelId: row.model_id,
    championId: row.champion_id,
    reason: row.reason,
    comparison: JSON.parse(row.comparison),
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    state: row.decision ?? 'open',
    note: row.note,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}

const joined = (db: Kysely<OperationsDatabase> | Tx) =>
  db
    .selectFrom('model_proposal as p')
    .leftJoin('model_decision as d', 'd.proposal_id', 'p.proposal_id')
    .selectAll('p')
    .select(['d.decision', 'd.note', 'd.decided_by', 'd.decided_at'])

async function openProposal(tx: Tx, proposalId: string): Promise<Proposal> {
  const row = await joined(tx).where('p.proposal_id', '=', proposalId).executeTakeFirst()
  if (!row) throw unknown('proposal', proposalId)
  const proposal = proposalOf(row)
  if (proposal.state !== 'open')
    throw new UserError(
      `invalid proposal: ${JSON.stringify(proposalId)} [${proposal.state} by ${proposal.decidedBy}]`,
      409,
    )
  return proposal
}

export function promotionsOf(db: Kysely<OperationsDatabase>, transaction: Transact): Promotions {
  const decide = async (
    tx: Tx,
    proposal: Proposal,
    decision: ModelDecisionTable['decision'],
    note: string,
    by: By,
  ): Promise<Proposal> => {
    await tx
      .insertInto('model_decision')
      .values({
        proposal_id: proposal.proposalId,
        decision,
        note,
        decided_by: by.actor,
        decided_at: by.at,
      })
      .execute()
    await appendAudit(tx, {
      ...by,
      action: `model.${{ approved: 'approve', rejected: 'reject', withdrawn: 'withdraw' }[decision]}`,
      subject: proposal.modelId,
      detail: {
        proposal: proposal.proposalId,
        book: proposal.book,
        task: proposal.task,
        before: proposal.championId,
        proposedBy: proposal.proposedBy,
        note,
      },
    })
    return { ...proposal, state: decision, note, decidedBy: by.actor, decidedAt: by.at }
  }
  return {
    propose: ({ book, task, modelId, championId, reason, comparison }, by) =>
      transaction(async (tx) => {
        const open = await joined(tx)
          .where('p.book', '=', book)
          .where('p.model_id', '=', modelId)
          .where('d.decision', 'is', null)
          .executeTakeFirst()
        if (open && open.champion_id !== championId)
          await decide(tx, proposalOf(open), 'withdrawn', 'another champion came', by)
        else if (open)
          throw new UserError(
            `duplicate proposal: ${JSON.stringify(modelId)} [${open.proposed_by} has proposed it; decide on that]`,
            409,
          )
        const { count } = await tx
          .selectFrom('model_proposal')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        const name = JSON.stringify([book, modelId, by.actor, by.at.toISOString(), Number(count)])
        const row: ModelProposalTable = {
          proposal_id: `m-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`,
          book,
          task,
          model_id: modelId,
          champion_id: championId,
          reason,
          comparison: JSON.stringify(comparison),
          proposed_by: by.actor,
          proposed_at: by.at,
        }
        await tx.insertInto('model_proposal').values(row).execute()
        await appendAudit(tx, {
          ...by,
          action: 'model.propose',
          subject: modelId,
          detail: { proposal: row.proposal_id, book, task, before: championId, reason },
        })
        return proposalOf({ ...row, decision: null, note: null, decided_by: null, decided_at: null })
      }),
    approve: (proposalId, note, by, apply) =>
      transaction(async (tx) => {
        const proposal = await openProposal(tx, proposalId)
        if (proposal.proposedBy === by.actor)
          throw new UserError(
            `invalid approval: ${JSON.stringify(by.actor)} [whoever proposed a model may not approve it; a second person decides]`,
            403,
          )
        const decided = await decide(tx, proposal, 'approved', note, by)
        await apply(decided)
        return decided
      }),
    reject: (proposalId, note, by) =>
      transaction(async (tx) => {
        const proposal = await openProposal(tx, proposalId)
        return decide(tx, proposal, proposal.proposedBy === by.actor ? 'withdrawn' : 'rejected', note, by)
      }),
    rollback: ({ book, task, from, to, reason }, by, apply) =>
      transaction(async (tx) => {
        await appendAudit(tx, {
          ...by,
          action: 'model.rollback',
          subject: to,
          detail: { book, task, before: from, reason },
        })
        await apply()
      }),
    async list(book) {
      const rows = await joined(db)
        .where('p.book', '=', book)
        .orderBy('p.proposed_at', 'desc')
        .orderBy('p.proposal_id')
        .execute()
      return rows.map(proposalOf)
    },
  }
}
