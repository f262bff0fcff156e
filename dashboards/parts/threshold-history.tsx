/** What was in force when, by whom and why; an earlier set can be tried again. */
import type { ThresholdVersions } from '../../src/api/schemas/index.ts'
import { moment } from '../format.ts'
import { useResource } from '../resource.ts'
import { written } from '../terms.ts'
import type { ThresholdContent } from '../thresholds.ts'
import { words } from '../words.ts'
import { Panel } from './panel.tsx'
import { Await } from './states.tsx'

export function ThresholdHistory({ onTake }: { onTake: ((content: ThresholdContent) => void) | undefined }) {
  const found = useResource<ThresholdVersions>('/v1/thresholds/versions')
  return (
    <Panel title={words('earlier')}>
      <Await of={found} lines={3}>
        {({ versions }) => (
          <ol class="history">
            {versions.map((one) => (
              <li key={one.activatedAt}>
                <time dateTime={one.activatedAt}>{moment(one.activatedAt)}</time>
                <span class="row">
                  {written(one.reason)} <span class="muted small">{written(one.activatedBy)}</span>
                  {one.isActive ? (
                    <span class="chip">{words('inForceNow')}</span>
                  ) : (
                    onTake && (
                      <button
                        type="button"
                        class="link-button"
                        onClick={() => {
                          onTake(one.content as unknown as ThresholdContent)
                          scrollTo(0, 0)
                        }}
                      >
                        {words('takeUp')}
                      </button>
                    )
                  )}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Await>
    </Panel>
  )
}
