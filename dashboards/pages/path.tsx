/** How two hang together: the shortest ways through the evidence, in words. */
import type { PathAnswer } from '../../src/api/schemas/index.ts'
import { withQuery } from '../api/client.ts'
import { count } from '../format.ts'
import { KindMark } from '../graph/kinds.tsx'
import { PageHead, Panel } from '../parts/panel.tsx'
import { Await, Empty } from '../parts/states.tsx'
import { useResource } from '../resource.ts'
import { EvidencePath, PathHead } from '../rings/evidence-path.tsx'
import { useLabels } from '../rings/labels.ts'
import { nodeIdOf } from '../rings/node-id.ts'
import { RevealNames } from '../rings/reveal-names.tsx'
import { place, setQuery } from '../router.ts'
import { words } from '../words.ts'

export function Path() {
  const { query } = place.value
  const from = query.get('from')
  const to = query.get('to')
  const labels = useLabels()
  const found = useResource<PathAnswer>(from && to ? withQuery('/v1/path', { from, to }) : undefined)
  const nodes = found.data?.paths.flatMap((path) => path.nodes.map((node) => node.id)) ?? []
  return (
    <>
      <PageHead
        from={{ href: '/rings', label: words('rings') }}
        title={words('pathTitle')}
        lead={words('pathLead')}
      >
        {nodes.length > 0 && (
          <span class="row actions">
            <RevealNames labels={labels} nodes={[...new Set(nodes)]} selected={[]} />
          </span>
        )}
      </PageHead>
      <form
        class="ends"
        key={`${from} ${to}`}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          setQuery({
            from: nodeIdOf(String(data.get('from'))),
            to: nodeIdOf(String(data.get('to'))),
          })
        }}
      >
        {(['from', 'to'] as const).map((end) => (
          <label class="field" key={end}>
            {words(end === 'from' ? 'pathFrom' : 'pathTo')}
            <input
              name={end}
              required
              maxLength={600}
              autocomplete="off"
              placeholder={words('pathIdHint')}
              defaultValue={(end === 'from' ? from : to) ?? ''}
            />
          </label>
        ))}
        <button type="submit" class="button primary">
          {words('pathFind')}
        </button>
      </form>
      {from && to ? (
        <Await of={found} lines={6}>
          {(data) => (
            <div class="stack-4">
              {data.paths.length === 0 ? (
                <Empty>
                  <p>{words('pathNone')}</p>
                </Empty>
              ) : (
                <>
                  <p>
                    <KindMark kind={data.from.kind} />{' '}
                    <strong>{labels.of(data.from.id, data.from.label)}</strong> –{' '}
                    <KindMark kind={data.to.kind} /> <strong>{labels.of(data.to.id, data.to.label)}</strong>:{' '}
                    {count(data.paths[0].steps.length)} {words('pathLength')}
                  </p>
                  {data.paths.map((path, i) => (
                    <Panel key={path.nodes.map((node) => node.id).join(' ')}>
                      <PathHead path={path} at={i} />
                      <EvidencePath path={path} labels={labels} />
                    </Panel>
                  ))}
                </>
              )}
              {!data.isComplete && <p class="small muted">{words('pathIncomplete')}</p>}
            </div>
          )}
        </Await>
      ) : (
        <Empty>
          <p>{words('pathEmpty')}</p>
        </Empty>
      )}
    </>
  )
}
