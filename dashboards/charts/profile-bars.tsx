/** A group beside everybody: one bar a feature, to the right when its mean is higher, in standard deviations. */
import type { PeerGroup } from '../../src/api/schemas/index.ts'
import { decimal, signed } from '../format.ts'
import { say } from '../language.ts'

/** Standard deviations at the end of the scale. */
export const REACH = 2

/** Where a bar begins and how wide it is, in percent of its lane. */
export function barOf(z: number): { readonly left: number; readonly width: number } {
  const cut = Math.max(-REACH, Math.min(REACH, z))
  const width = (Math.abs(cut) / REACH) * 50
  return { left: cut < 0 ? 50 - width : 50, width }
}

export function ProfileBars({ profile }: { profile: PeerGroup['profile'] }) {
  return (
    <ul class="profile-bars">
      {profile.map(({ name, label, mean, usual, z }) => {
        const { left, width } = barOf(z)
        return (
          <li key={name} title={`${decimal(mean, 1)} / ${decimal(usual, 1)}`}>
            <span class="name">{say(label)}</span>
            <span class="lane" aria-hidden="true">
              <i class={z < 0 ? 'low' : 'high'} style={{ left: `${left}%`, width: `${width}%` }} />
            </span>
            <span class="z">{signed(z, 1)}</span>
          </li>
        )
      })}
    </ul>
  )
}
