/** Signing in. */
import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { signIn } from '../session.ts'
import { words } from '../words.ts'

export function SignIn() {
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    setBusy(true)
    setError('')
    try {
      await signIn(String(form.get('username')), String(form.get('password')))
    } catch (fault) {
      setError(fault instanceof Error ? fault.message : String(fault))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main class="sign-in">
      <form class="panel stack" onSubmit={submit}>
        <h1 class="row">
          <Icon name="brand" size={28} /> {words('brand')}
        </h1>
        <label class="field">
          {words('username')}
          <input name="username" autocomplete="username" required autofocus />
        </label>
        <label class="field">
          {words('password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {error && (
          <p class="error-line" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="button primary" disabled={busy}>
          {words('signIn')}
        </button>
        <p class="small muted">{words('signInHint')}</p>
      </form>
    </main>
  )
}
