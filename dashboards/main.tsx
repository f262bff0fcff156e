/** Where the browser begins. */
import { render } from 'preact'
import { App } from './app.tsx'
import { language, setLanguage } from './language.ts'
import { loadSession } from './session.ts'
import './theme.ts'

setLanguage(language.value)
await loadSession()
render(<App />, document.getElementById('app') as HTMLElement)
