/** The frame around every page: rail, banner, and the page that the address names. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { language, setLanguage } from './language.ts'
import { Icon, type IconName } from './parts/icon.tsx'
import { Empty, Skeleton } from './parts/states.tsx'
import { place } from './router.ts'
import { may, session, signOut } from './session.ts'
import { toggleTheme } from './theme.ts'
import { type Word, words } from './words.ts'

interface Route {
  /** `:id` stands for one segment. */
  readonly path: string
  readonly load: () => Promise<ComponentType<{ id: string }>>
  /** In the rail. */
  readonly nav?: {
    readonly word: Word
    readonly icon: IconName
    readonly needs: string
    readonly group: Group
  }
}

/** Parts of the rail, in order. */
const GROUPS = ['groupToday', 'groupRisk', 'groupData', 'groupSystem'] as const
type Group = (typeof GROUPS)[number]

/** Pages, in the order of the rail. To add one: a file in `pages/` and a line here. */
const ROUTES: readonly Route[] = [
  {
    path: '/',
    load: async () => (await import('./pages/overview.tsx')).Overview,
    nav: { word: 'overview', icon: 'overview', needs: 'overview:read', group: 'groupToday' },
  },
  {
    path: '/alerts',
    load: async () => (await import('./pages/alerts.tsx')).Alerts,
    nav: { word: 'alerts', icon: 'alert', needs: 'alerts:read', group: 'groupToday' },
  },
  { path: '/alerts/:id', load: async () => (await import('./pages/alerts.tsx')).Alerts },
  {
    path: '/cases',
    load: async () => (await import('./pages/cases.tsx')).Cases,
    nav: { word: 'cases', icon: 'case', needs: 'cases:read', group: 'groupToday' },
  },
  {
    path: '/claims',
    load: async () => (await import('./pages/claims.tsx')).Claims,
    nav: { word: 'claims', icon: 'claim', needs: 'claims:read', group: 'groupRisk' },
  },
  { path: '/claims/:id', load: async () => (await import('./pages/claim.tsx')).Claim },
  {
    path: '/rings',
    load: async () => (await import('./pages/rings.tsx')).Rings,
    nav: { word: 'rings', icon: 'ring', needs: 'rings:read', group: 'groupRisk' },
  },
  { path: '/rings/compare', load: async () => (await import('./pages/ring-compare.tsx')).RingCompare },
  { path: '/rings/:id', load: async () => (await import('./pages/ring.tsx')).Ring },
  { path: '/path', load: async () => (await import('./pages/path.tsx')).Path },
  { path: '/explore', load: async () => (await import('./pages/explore.tsx')).Explore },
  { path: '/parties/:id', load: async () => (await import('./pages/party.tsx')).Party },
  {
    path: '/providers',
    load: async () => (await import('./pages/providers.tsx')).Providers,
    nav: { word: 'providers', icon: 'provider', needs: 'providers:read', group: 'groupRisk' },
  },
  { path: '/providers/:id', load: async () => (await import('./pages/provider.tsx')).Provider },
  {
    path: '/warnings',
    load: async () => (await import('./pages/warnings.tsx')).Warnings,
    nav: { word: 'warnings', icon: 'warning', needs: 'signals:read', group: 'groupToday' },
  },
  {
    path: '/policies',
    load: async () => (await import('./pages/policies.tsx')).Policies,
    nav: { word: 'policies', icon: 'policy', needs: 'policies:read', group: 'groupRisk' },
  },
  { path: '/policies/:id', load: async () => (await import('./pages/policy.tsx')).Policy },
  {
    path: '/underwriting',
    load: async () => (await import('./pages/underwriting.tsx')).Underwriting,
    nav: { word: 'underwriting', icon: 'underwriting', needs: 'policies:read', group: 'groupRisk' },
  },
  {
    path: '/associations',
    load: async () => (await import('./pages/associations.tsx')).Associations,
    nav: { word: 'associationsPage', icon: 'association', needs: 'associations:read', group: 'groupRisk' },
  },
  {
    path: '/segments',
    load: async () => (await import('./pages/segments.tsx')).Segments,
    nav: { word: 'segments', icon: 'segment', needs: 'associations:read', group: 'groupRisk' },
  },
  {
    path: '/quality',
    load: async () => (await import('./pages/quality.tsx')).Quality,
    nav: { word: 'qualityPage', icon: 'quality', needs: 'quality:read', group: 'groupData' },
  },
  {
    path: '/quarantine',
    load: async () => (await import('./pages/quarantine.tsx')).Quarantine,
    nav: { word: 'quarantinePage', icon: 'quarantine', needs: 'quarantine:read', group: 'groupData' },
  },
  { path: '/quarantine/:id', load: async () => (await import('./pages/record.tsx')).Record },
  {
    path: '/review',
    load: async () => (await import('./pages/review.tsx')).Review,
    nav: { word: 'reviewPage', icon: 'review', needs: 'reviews:work', group: 'groupData' },
  },
  {
    path: '/lineage',
    load: async () => (await import('./pages/lineage.tsx')).Lineage,
    nav: { word: 'lineagePage', icon: 'lineage', needs: 'lineage:read', group: 'groupData' },
  },
  {
    path: '/models',
    load: async () => (await import('./pages/models.tsx')).Models,
    nav: { word: 'models', icon: 'model', needs: 'models:read', group: 'groupSystem' },
  },
  { path: '/models/:id', load: async () => (await import('./pages/model-card.tsx')).ModelCard },
  {
    path: '/models/:id/explanation',
    load: async () => (await import('./pages/explanation.tsx')).Explanation,
  },
  {
    path: '/thresholds',
    load: async () => (await import('./pages/thresholds.tsx')).Thresholds,
    nav: { word: 'thresholdsPage', icon: 'threshold', needs: 'thresholds:read', group: 'groupSystem' },
  },
  {
    path: '/runs',
    load: async () => (await import('./pages/runs.tsx')).Runs,
    nav: { word: 'runs', icon: 'run', needs: 'runs:read', group: 'groupSystem' },
  },
]

function match(path: string): { route: Route; id: string } | undefined {
  const segments = path.replace(/\/+$/, '').split('/')
  for (const route of ROUTES) {
    const wanted = route.path.replace(/\/+$/, '').split('/')
    if (wanted.length !== segments.length) continue
    if (wanted.every((part, i) => part === ':id' || part === segments[i])) {
      const at = wanted.indexOf(':id')
      return { route, id: at < 0 ? '' : decodeURIComponent(segments[at]) }
    }
  }
  return undefined
}

function Page() {
  const found = match(place.value.path)
  const [shown, setShown] = useState<{ route: Route; Page: ComponentType<{ id: string }> }>()
  const [isStale, setIsStale] = useState(false)
  useEffect(() => {
    if (!found) return
    let late = false
    setIsStale(false)
    found.route
      .load()
      .then((loaded) => {
        if (!late) setShown({ route: found.route, Page: loaded })
      })
      // The server was updated since this page was opened, or does not answer.
      .catch(() => {
        if (!late) setIsStale(true)
      })
    return () => {
      late = true
    }
  }, [found?.route])
  if (!found)
    return (
      <Empty>
        <h1>404</h1>
        <p>{words('notFound')}</p>
        <a href="/">{words('overview')}</a>
      </Empty>
    )
  if (isStale)
    return (
      <Empty>
        <p>{words('stalePage')}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {words('retry')}
        </button>
      </Empty>
    )
  if (!shown || shown.route !== found.route) return <Skeleton lines={8} />
  return <shown.Page id={found.id} key={`${found.route.path} ${found.id}`} />
}

function Rail() {
  const path = place.value.path
  const [open, setOpen] = useState(false)
  useEffect(() => setOpen(false), [path])
  const here = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`))
  return (
    <header class={open ? 'rail open' : 'rail'}>
      <a class="brand" href="/">
        <Icon name="brand" size={24} />
        {words('brand')}
      </a>
      <button type="button" class="button quiet menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'close' : 'menu'} /> {words(open ? 'close' : 'menu')}
      </button>
      <nav aria-label={words('brand')}>
        {GROUPS.map((group) => {
          const shown = ROUTES.flatMap(({ path: to, nav }) =>
            nav?.group === group && may(nav.needs) ? [{ to, nav }] : [],
          )
          return (
            shown.length > 0 && (
              <div class="rail-group" key={group}>
                <span class="rail-title">{words(group)}</span>
                {shown.map(({ to, nav }) => (
                  <a key={to} href={to} aria-current={here(to) ? 'page' : undefined}>
                    <Icon name={nav.icon} />
                    {words(nav.word)}
                  </a>
                ))}
              </div>
            )
          )
        })}
      </nav>
      <div class="foot">
        <span class="who">
          {session.value?.user.name}{' '}
          <span class="muted">{session.value && words(session.value.user.role)}</span>
        </span>
        <div class="row">
          <button
            type="button"
            class="button quiet"
            onClick={() => setLanguage(language.value === 'zh' ? 'en' : 'zh')}
          >
            {words('otherLanguage')}
          </button>
          <button
            type="button"
            class="button quiet"
            onClick={toggleTheme}
            aria-label={words('theme')}
            title={words('theme')}
          >
            <Icon name="theme" />
          </button>
          <button type="button" class="button quiet" onClick={() => signOut()}>
            {words('signOut')}
          </button>
        </div>
      </div>
    </header>
  )
}

export function App() {
  const [SignIn, setSignIn] = useState<ComponentType>()
  const wanted = session.value === null
  useEffect(() => {
    if (wanted) import('./pages/sign-in.tsx').then((m) => setSignIn(() => m.SignIn))
  }, [wanted])
  if (wanted) return SignIn ? <SignIn /> : null
  return (
    <>
      <a class="skip" href="#content">
        {words('skip')}
      </a>
      <div class="shell">
        <Rail />
        <div>
          {session.value?.demo && <aside class="banner">{words('synthetic')}</aside>}
          <main class="main" id="content" tabIndex={-1}>
            <Page />
          </main>
        </div>
      </div>
    </>
  )
}
