/** What a task that cannot be learned is told by. */
import { UserError } from '../errors.ts'

/** A book in which too little has come to light to learn from; what needs no outcomes goes on without. */
export class TooFewOutcomes extends UserError {
  constructor(message: string) {
    super(message, 422)
    this.name = 'TooFewOutcomes'
  }
}
