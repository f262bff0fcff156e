/** The small way from a value to its lineage, for those who may go it. */
import { lineagePath } from '../pages/lineage.tsx'
import { may } from '../session.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'

interface WhereFromProps {
  readonly entity: string
  readonly entityId: string
  readonly feature: string
}

export function WhereFrom({ entity, entityId, feature }: WhereFromProps) {
  if (!may('lineage:read')) return null
  return (
    <a
      class="where-from"
      href={lineagePath(entity, entityId, feature)}
      title={words('whereFrom')}
      aria-label={`${words('whereFrom')} ${feature}`}
    >
      <Icon name="lineage" size={14} />
    </a>
  )
}
