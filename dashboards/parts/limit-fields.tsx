/** The figures of limits as numbers to type. */
import type { ComponentChildren } from 'preact'
import { LEVEL_WORDS } from '../charts/limit-scatter.tsx'
import { LEVELS, type Level, type Limits, moved, type Steps } from '../thresholds.ts'
import { type Word, words } from '../words.ts'

const MEANINGS: Readonly<Record<Level, Word>> = {
  watch: 'levelMeaningWatch',
  alert: 'levelMeaningAlert',
  critical: 'levelMeaningCritical',
}

function LevelSet({ level, children }: { level: Level; children: ComponentChildren }) {
  return (
    <fieldset class={`limit-level ${level}`}>
      <legend>
        {words(LEVEL_WORDS[level])} <span class="muted small">{words(MEANINGS[level])}</span>
      </legend>
      <div class="row">{children}</div>
    </fieldset>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly step: number
  readonly most: number
  readonly disabled: boolean
  readonly onChange: (value: number) => void
}

/** Taken when it is left or entered, so that a figure can be typed in peace. */
function NumberField({ label, value, step, most, disabled, onChange }: NumberFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        inputMode="decimal"
        min={0}
        max={most}
        step={step}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber
          if (Number.isFinite(next)) onChange(next)
        }}
      />
    </label>
  )
}

interface LimitFieldsProps {
  readonly limits: Limits
  readonly isScore: boolean
  readonly onChange?: ((limits: Limits) => void) | undefined
}

/** Probability and expected loss of each level. */
export function LimitFields({ limits, isScore, onChange }: LimitFieldsProps) {
  return (
    <div class="stack">
      {LEVELS.map((level) => {
        const limit = limits[level]
        return (
          <LevelSet level={level} key={level}>
            <NumberField
              label={words(isScore ? 'scoreFrom' : 'probabilityFrom')}
              value={Math.round(limit.probability * 1000) / 10}
              step={0.5}
              most={100}
              disabled={!onChange}
              onChange={(value) => onChange?.(moved(limits, level, { ...limit, probability: value / 100 }))}
            />
            <NumberField
              label={words('lossFrom')}
              value={limit.expectedLossAmount}
              step={100}
              most={1e12}
              disabled={!onChange}
              onChange={(value) => onChange?.(moved(limits, level, { ...limit, expectedLossAmount: value }))}
            />
          </LevelSet>
        )
      })}
      <p class="small muted">{words('bothReached')}</p>
    </div>
  )
}

interface StepFieldsProps {
  readonly steps: Steps
  readonly label: Word
  readonly onChange?: ((steps: Steps) => void) | undefined
}

/** One figure a level. */
export function StepFields({ steps, label, onChange }: StepFieldsProps) {
  return (
    <div class="limit-steps">
      {LEVELS.map((level) => (
        <LevelSet level={level} key={level}>
          <NumberField
            label={words(label)}
            value={steps[level]}
            step={0.1}
            most={1000}
            disabled={!onChange}
            onChange={(value) => onChange?.({ ...steps, [level]: value })}
          />
        </LevelSet>
      ))}
    </div>
  )
}
