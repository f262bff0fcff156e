/** The group that a claim is compared with, in words, and where in it the claim stands. */
import type { ClaimDetail } from '../../src/api/schemas/index.ts'
import { count, percent, signed } from '../format.ts'
import { say } from '../language.ts'
import { may } from '../session.ts'
import { words } from '../words.ts'
import { Facts, Panel } from './panel.tsx'

/** Standard deviations from which a place is towards the edge, and far. */
const EDGE = 1
const FAR = 2

export function PeerPlace({ of }: { of: NonNullable<ClaimDetail['peers']> }) {
  const place = of.z >= FAR ? 'placeFar' : of.z >= EDGE ? 'placeEdge' : 'placeMidst'
  return (
    <Panel title={words('comparedTitle')} note={words('comparedNote')}>
      <p style={{ marginBottom: '8px' }}>{say(of.title)}</p>
      <Facts
        items={[
          [
            words('inGroup'),
            <>
              {count(of.members)} · {percent(of.share)}{' '}
              {may('associations:read') && (
                <a class="underlined" href="/segments?entity=claim">
                  {words('peerGroups')}
                </a>
              )}
            </>,
          ],
          [
            words('placeInGroup'),
            <>
              {words(place)}{' '}
              <span class="muted">
                {signed(of.z, 1)} {words('sigma')}
              </span>
            </>,
          ],
          [words('setsApart'), say(of.oddest.label)],
        ]}
      />
    </Panel>
  )
}
