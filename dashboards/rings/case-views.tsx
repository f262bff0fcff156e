/** Saved views of the explorer: saved, opened again, renamed, replaced, deleted. */
import { useState } from 'preact/hooks'
import type { CaseView } from '../../src/api/schemas/index.ts'
import { count, day } from '../format.ts'
import type { Explorer } from '../graph/use-explorer.ts'
import { words } from '../words.ts'
import type { CaseFile } from './use-case.ts'

interface CaseViewsProps {
  readonly file: CaseFile
  readonly explorer: Explorer
}

export function CaseViews({ file, explorer }: CaseViewsProps) {
  const [name, setName] = useState('')
  const [message, setMessage] = useState('')
  const views = file.detail?.viewList ?? []
  const open = async (view: CaseView) => {
    const answer = await explorer.restore(view.state)
    if (!answer) setMessage(words('viewUnreadable'))
    else if (answer.missing.length > 0)
      setMessage(`${view.name}: ${count(answer.missing.length)} ${words('viewMissing')}`)
    else setMessage(`${words('viewOpened')} ${view.name}`)
  }
  return (
    <section>
      <h2>{words('viewsTitle')}</h2>
      {views.length === 0 && <p class="small muted">{words('noViews')}</p>}
      <ul class="views">
        {views.map((view) => (
          <SavedView key={view.viewId} view={view} file={file} explorer={explorer} onOpen={open} />
        ))}
      </ul>
      <p class="small muted" role="status">
        {message}
      </p>
      {file.mayWork && (
        <form
          class="row fields"
          onSubmit={async (event) => {
            event.preventDefault()
            await file.saveView(name.trim(), explorer.save())
            setName('')
          }}
        >
          <label class="field wide">
            {words('viewName')}
            <input
              name="view"
              required
              maxLength={100}
              autocomplete="off"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="button" disabled={name.trim() === ''}>
            {words('saveView')}
          </button>
        </form>
      )}
    </section>
  )
}

interface SavedViewProps extends CaseViewsProps {
  readonly view: CaseView
  readonly onOpen: (view: CaseView) => Promise<void>
}

function SavedView({ view, file, explorer, onOpen }: SavedViewProps) {
  const [doing, setDoing] = useState<'rename' | 'delete'>()
  const { viewId, version, name, state } = view
  if (doing === 'rename')
    return (
      <li>
        <form
          class="row fields"
          onSubmit={async (event) => {
            event.preventDefault()
            const next = String(new FormData(event.currentTarget).get('name')).trim()
            await file.changeView(viewId, { name: next, state, version })
            setDoing(undefined)
          }}
        >
          <label class="field wide">
            {words('viewName')}
            <input name="name" required maxLength={100} defaultValue={name} autofocus />
          </label>
          <button type="submit" class="button">
            {words('renameView')}
          </button>
          <button type="button" class="button quiet" onClick={() => setDoing(undefined)}>
            {words('cancel')}
          </button>
        </form>
      </li>
    )
  if (doing === 'delete')
    return (
      <li class="row">
        <span>{words('deleteViewSure')}</span>
        <button
          type="button"
          class="button"
          onClick={() => file.removeView(viewId, version).then(() => setDoing(undefined))}
        >
          {words('deleteView')}
        </button>
        <button type="button" class="button quiet" onClick={() => setDoing(undefined)}>
          {words('cancel')}
        </button>
      </li>
    )
  return (
    <li>
      <button type="button" class="tie" onClick={() => onOpen(view)}>
        {name}
      </button>
      <span class="two small muted">
        {view.by} · {day(view.at)}
      </span>
      {file.mayWork && (
        <span class="row small">
          <button type="button" class="link-button" onClick={() => setDoing('rename')}>
            {words('renameView')}
          </button>
          <button
            type="button"
            class="link-button"
            onClick={() => file.changeView(viewId, { name, state: explorer.save(), version })}
          >
            {words('replaceView')}
          </button>
          <button type="button" class="link-button" onClick={() => setDoing('delete')}>
            {words('deleteView')}
          </button>
        </span>
      )}
    </li>
  )
}
