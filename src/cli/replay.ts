/** The run that takes corrections up, as a child process of the server: one at a time, its stages told as they end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { Replay } from '../api/index.ts'
import type { ReplayStatus } from '../api/schemas/index.ts'
import { UserError } from '../errors.ts'
import { STAGES } from '../run.ts'

const IDLE: ReplayStatus = {
  state: 'idle',
  by: null,
  startedAt: null,
  finishedAt: null,
  stages: [],
  plan: STAGES.filter((stage) => stage !== 'load'),
  snapshot: null,
  corrected: null,
  dismissed: null,
  failed: null,
  message: null,
}

/** What `quarantine replay --json` prints. */
interface Outcome {
  readonly snapshot: string
  readonly corrected: number
  readonly dismissed: number
  readonly failed: readonly unknown[]
}

/** `  graph                 2.4 s ...`: what the command line says of a stage that has ended. */
const STAGE_LINE = /^ {2}(\S.*?)\s{2,}(?:(\d+) min )?([\d.]+) s/

/** A stage has ended. Its parts, told one by one, are added to it and named as the last thing done. */
function withStage(status: ReplayStatus, stage: string, seconds: number): ReplayStatus {
  const { stages, plan } = status
  if (plan.includes(stage)) return { ...status, stages: [...stages, { stage, seconds }], message: null }
  const last = stages.at(-1)
  if (!last) return { ...status, message: stage }
  const sum = Math.round((last.seconds + seconds) * 10) / 10
  return { ...status, stages: [...stages.slice(0, -1), { ...last, seconds: sum }], message: stage }
}

export interface ReplayRunner extends Replay {
  /** Ends a run under way; it publishes nothing then. */
  close(): void
}

export function replayRunner(home: string, book: string, clock: () => Date): ReplayRunner {
  let status = IDLE
  let child: ChildProcess | undefined
  return {
    status: () => status,
    start(by, at) {
      if (status.state === 'running')
        throw new UserError('invalid replay: a run is under way [wait for its end]', 409)
      status = { ...IDLE, state: 'running', by, startedAt: at.toISOString() }
      const running = spawn(
        process.execPath,
        [
          // Not through the front door, which may install packages: those that serve are those that run.
          ...['--import', 'tsx', join(import.meta.dirname, 'main.ts')],
          ...['quarantine', 'replay', '--book', book, '--home', home, '--json'],
        ],
        { cwd: resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'pipe'] },
      )
      child = running
      let answer = ''
      let rest = ''
      running.stdout.setEncoding('utf8').on('data', (text: string) => {
        answer += text
      })
      running.stderr.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const match = STAGE_LINE.exec(line)
          if (!match) status = { ...status, message: line.trim() || status.message }
          else status = withStage(status, match[1], Number(match[2] ?? 0) * 60 + Number(match[3]))
        }
      })
      const end = (change: Partial<ReplayStatus>) => {
        if (child !== running) return
        child = undefined
        status = { ...status, finishedAt: clock().toISOString(), ...change }
      }
      running.once('error', (error) => end({ state: 'failed', message: error.message }))
      running.once('close', (code) => {
        if (code !== 0)
          return end({ state: 'failed', message: status.message ?? `the run ended with code ${code}` })
        const { snapshot, corrected, dismissed, failed } = JSON.parse(answer) as Outcome
        end({ state: 'done', snapshot, corrected, dismissed, failed: failed.length, message: null })
      })
      return status
    },
    close() {
      child?.kill('SIGTERM')
    },
  }
}
