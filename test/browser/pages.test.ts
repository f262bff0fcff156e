/** The pages in a real browser on the real server: they open without a fault, can be used by everybody, and do their work. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from './prepare.mjs'
import { type DemoServer, startBrowser, startDemoServer } from './server.ts'

const executablePath = await findBrowser()
if (!executablePath)
  process.stderr.write(
    'missing browser: page tests are skipped [set CLAIMSCOPE_BROWSER to the path of one]\n',
  )

const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const SERIOUS = new Set(['serious', 'critical'])

describe.skipIf(!executablePath)('pages', () => {
  let server: DemoServer
  let browser: Browser

  beforeAll(async () => {
    server = await startDemoServer()
    browser = await startBrowser(executablePath)
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  interface Look {
    /** Looks for barriers as well, which takes its time. */
    readonly audit?: boolean
    readonly size?: { readonly width: number; readonly height: number }
    readonly theme?: 'light' | 'dark'
    readonly locale?: string
  }

  /** Signs in and gives the page with the faults that it will meet. */
  async function open(role: string, { size = WIDE, theme = 'light', locale = 'en-GB' }: Look = {}) {
    const context = await browser.newContext({ viewport: size, colorScheme: theme, locale })
    const page = await context.newPage()
    const person = server.signIns.find((one) => one.role === role)
    if (!person) throw new Error(`unknown role: ${role}`)
    await page.goto(server.url)
    await page.fill('input[name=username]', person.username)
    await page.fill('input[name=password]', person.password)
    // Nobody was signed in when the page asked who is: that answer is no fault.
    await page.waitForLoadState('networkidle')
    const faults = faultsOf(page)
    await page.click('button[type=submit]')
    await page.waitForSelector('.rail')
    return { context, page, faults }
  }

  function faultsOf(page: Page): string[] {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`${page.url()} ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${page.url()} ${message.text()}`)
    })
    return faults
  }

  const idle = (page: Page) => page.waitForLoadState('networkidle')

  /** Addresses of all pages, those of single subjects taken from the lists of the API. */
  async function addresses(context: BrowserContext): Promise<string[]> {
    const first = async (path: string, key: string) => {
      const { items } = await (await context.request.get(server.url + path)).json()
      return encodeURIComponent(items[0][key])
    }
    const source = async () => {
      const { sources } = await (await context.request.get(`${server.url}/v1/quality`)).json()
      return encodeURIComponent(sources[0].source)
    }
    return [
      '/',
      '/alerts',
      `/alerts?alert=${await first('/v1/alerts', 'alertId')}`,
      '/claims',
      `/claims/${await first('/v1/claims', 'claimId')}`,
      '/cases',
      '/rings',
      `/rings/${await first('/v1/rings', 'ringId')}`,
      `/rings/compare?left=${await first('/v1/rings', 'ringId')}&right=${await first('/v1/rings?sort=last_at', 'ringId')}`,
      `/path?from=claim:${await first('/v1/claims', 'claimId')}&to=entity:${await first('/v1/providers', 'partyId')}`,
      `/explore?node=claim:${await first('/v1/claims', 'claimId')}`,
      `/parties/${await first('/v1/parties', 'partyId')}`,
      '/providers',
      `/providers/${await first('/v1/providers', 'partyId')}`,
      '/warnings',
      '/policies',
      `/policies/${await first('/v1/policies', 'policyId')}`,
      '/associations',
      '/quality',
      `/quality?source=${await source()}`,
      '/quarantine',
      `/quarantine/${await first('/v1/quarantine?code=invalid_timestamp', 'id')}`,
      '/review',
      '/review?tab=line',
      '/lineage',
      `/lineage?table=core.claim&key=${await first('/v1/claims', 'claimId')}`,
      '/models',
      '/thresholds',
      '/runs',
    ]
  }

  test.each([
    ['wide and light', { size: WIDE, theme: 'light', audit: true }],
    ['wide and dark', { size: WIDE, theme: 'dark' }],
    ['narrow and light', { size: NARROW, theme: 'light' }],
    ['narrow and dark, in Chinese', { size: NARROW, theme: 'dark', locale: 'zh-CN', audit: true }],
  ] satisfies [string, Look][])(
    'every page opens without a fault, without overflow and without barriers: %s',
    async (_, look: Look) => {
      const { context, page, faults } = await open('administrator', look)
      const barriers: string[] = []
      for (const address of await addresses(context)) {
        await page.goto(server.url + address)
        await idle(page)
        await page.waitForSelector('main h1')
        await expect.poll(() => page.locator('.skeleton').count(), { timeout: 10_000 }).toBe(0)
        expect(await page.locator('.error').count(), `${address} failed`).toBe(0)
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(over, `${address} is too wide`).toBeLessThanOrEqual(0)
        if (!look.audit) continue
        const { violations } = await new AxeBuilder({ page }).analyze()
        for (const { id, impact, nodes } of violations)
          if (SERIOUS.has(impact ?? '')) barriers.push(`${address} ${id}: ${nodes[0]?.html}`)
      }
      expect(barriers).toEqual([])
      expect(faults).toEqual([])
      await context.close()
    },
    300_000,
  )

  test('an investigator takes an alert, closes it with a finding, and opens it again', async () => {
    const { context, page, faults } = await open('investigator')
    // The desk keeps what was done: the alert goes back to the queue first.
    const { items } = await (await context.request.get(`${server.url}/v1/alerts?state=open`)).json()
    await context.request.post(`${server.url}/v1/alerts/${items[0].alertId}/assign`, {
      headers: { 'x-claimscope': '1' },
      data: { assignee: null },
    })
    await page.goto(`${server.url}/alerts`)
    await page.locator('tbody tr').first().click()
    const panel = page.locator('.alert-panel')
    await panel.getByRole('button', { name: 'Assign to me' }).click()
    await panel.getByRole('button', { name: 'Give back' }).waitFor()
    await panel.getByRole('button', { name: 'Close alert' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('select[name=disposition]').selectOption('suspicious')
    await dialog.locator('textarea').fill('Two invoices bear the same number.')
    await dialog.getByRole('button', { name: 'Close alert' }).click()
    await panel.getByRole('button', { name: 'Reopen' }).waitFor()
    expect(await panel.locator('.history').textContent()).toContain('Two invoices bear the same number.')
    const alertId = new URL(page.url()).searchParams.get('alert')
    const closed = await (await context.request.get(`${server.url}/v1/alerts/${alertId}`)).json()
    expect(closed).toMatchObject({ state: 'closed', disposition: 'suspicious' })
    await panel.getByRole('button', { name: 'Reopen' }).click()
    await page.getByRole('dialog').locator('textarea').fill('The invoices came back.')
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click()
    await panel.getByRole('button', { name: 'Close alert' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('the queue is worked by keyboard', async () => {
    const { context, page } = await open('investigator')
    await page.goto(`${server.url}/alerts`)
    await page.locator('tbody tr').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('tbody tr').nth(1).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('k')
    await expect.poll(() => page.locator('tbody tr').first().getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.alert-panel').count()).toBe(0)
    await context.close()
  })

  test('a record that was set aside is shown for a purpose, put right, kept, and taken back', async () => {
    const { context, page, faults } = await open('risk_manager')
    const list = `${server.url}/v1/quarantine?source=insurer/claims&code=invalid_timestamp`
    const { items } = await (await context.request.get(list)).json()
    await page.goto(`${server.url}/quarantine/${encodeURIComponent(items[0].id)}`)
    await page.getByLabel('Purpose').fill('correct the time of report')
    await page.getByRole('button', { name: 'Show the record' }).click()
    await page.locator('.raw mark').waitFor()
    const save = page.getByRole('button', { name: 'Keep the correction' })
    expect(await save.isDisabled()).toBe(true)
    await page.locator('.editor .at-fault input').fill('2025-01-14 09:00')
    await page.locator('.verdict.good').waitFor()
    await save.click()
    await page.locator('.state.waiting').waitFor()
    await page.goto(`${server.url}/quarantine`)
    await page.getByRole('button', { name: 'Start the run' }).waitFor()
    expect(await page.getByRole('button', { name: 'Start the run' }).isEnabled()).toBe(true)
    await page.goto(`${server.url}/quarantine/${encodeURIComponent(items[0].id)}`)
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.locator('.history li').nth(1).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('pairs are judged by keyboard, and what linkage made of them is told only afterwards', async () => {
    const { context, page, faults } = await open('investigator')
    await page.goto(`${server.url}/review`)
    await page.locator('table.pair').waitFor()
    expect(await page.locator('.weights').count()).toBe(0)
    await page.keyboard.press('u')
    await page.locator('.weights').waitFor()
    await page.keyboard.press('n')
    await page.locator('.weights').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await context.close()
  })

  test('an indicator of a claim leads to its rows, and a row to its record', async () => {
    const { context, page, faults } = await open('investigator')
    const { items } = await (await context.request.get(`${server.url}/v1/claims`)).json()
    await page.goto(`${server.url}/claims/${encodeURIComponent(items[0].claimId)}`)
    await page.locator('.waterfall .where-from').first().click()
    await page.locator('.lineage-flow .row-pick').first().click()
    await page.locator('#row').waitFor()
    // A row that a stage made leads on to the rows that it was made from.
    const origin = page.locator('#row .evidence a').first()
    if ((await page.locator('#row table').count()) === 0) await origin.click()
    await page.locator('#row table tbody tr').first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('filters live in the address: a colleague who opens it sees the same', async () => {
    const { context, page } = await open('investigator')
    await page.goto(`${server.url}/claims`)
    await page.getByLabel('Line', { exact: true }).selectOption('auto')
    await expect.poll(() => page.url()).toContain('line=auto')
    await idle(page)
    const rows = await page.locator('tbody tr').count()
    await page.reload()
    await idle(page)
    expect(await page.getByLabel('Line', { exact: true }).inputValue()).toBe('auto')
    expect(await page.locator('tbody tr').count()).toBe(rows)
    await context.close()
  })

  test('an underwriter sees no queue and no rings, and is told so at the address of one', async () => {
    const { context, page } = await open('underwriter')
    await idle(page)
    expect(await page.locator('.rail nav a').allTextContents()).not.toContain('Alerts')
    await page.goto(`${server.url}/alerts`)
    await page.locator('.error').waitFor()
    await context.close()
  })

  test('a threshold is moved by keyboard, tried, put in force, and taken back', async () => {
    const { context, page, faults } = await open('risk_manager')
    await page.goto(`${server.url}/thresholds`)
    const put = page.getByRole('button', { name: 'Put in force' })
    await page.locator('.effect').waitFor()
    expect(await put.isDisabled()).toBe(true)
    await page.getByRole('slider', { name: 'watch' }).focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
    await page.getByRole('heading', { name: 'Fall out' }).waitFor()
    expect(await page.getByLabel('Probability, %').first().inputValue()).toBe('12')
    await page.getByLabel('Why, for the next reader').fill('fewer people on the desk')
    await put.click()
    await page.getByText('In force. Alerts raised:').waitFor()
    await page.getByText('fewer people on the desk').last().waitFor()
    await page.getByRole('button', { name: 'Try again' }).last().click()
    await page.getByLabel('Why, for the next reader').fill('they came back')
    await expect.poll(() => put.isEnabled()).toBe(true)
    await put.click()
    await page.getByText('they came back').last().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('the language changes at once and stays', async () => {
    const { context, page } = await open('investigator')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('link', { name: '预警队列' }).first().waitFor()
    await page.reload()
    await page.getByRole('link', { name: '预警队列' }).first().waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    await context.close()
  })

  test('a wrong password is refused in words, and nothing is shown', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(server.url)
    await page.fill('input[name=username]', 'investigator')
    await page.fill('input[name=password]', 'not the password')
    await page.click('button[type=submit]')
    await page.getByRole('alert').waitFor()
    expect(await page.locator('.rail').count()).toBe(0)
    await context.close()
  })
})
