/** Path of a browser, or undefined. */
export function findBrowser(): Promise<string | undefined>
/** Sees to it that a browser is there, or says in one line that none can be had. */
export function prepareBrowser(): Promise<void>
