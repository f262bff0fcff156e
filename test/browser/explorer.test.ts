/** The ring explorer in a real browser on the real server: expand, collapse, undo, scrub, save a view and open it again. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from './prepare.mjs'
import { type DemoServer, startBrowser, startDemoServer } from './server.ts'

const executablePath = await findBrowser()
if (!executablePath)
  process.stderr.write(
    'missing browser: the explorer is not tested [set CLAIMSCOPE_BROWSER to the path of one]\n',
  )

describe.skipIf(!executablePath)('ring explorer', () => {
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

  interface Ring {
    readonly ringId: string
    readonly memberCount: number
    readonly explanation: string | null
  }

  /** Signs an investigator in and opens the ring with the most members. */
  async function openLargest(reducedMotion: 'reduce' | 'no-preference' = 'no-preference') {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      reducedMotion,
    })
    const page = await context.newPage()
    const person = server.signIns.find((one) => one.role === 'investigator')
    await page.goto(server.url)
    await page.fill('input[name=username]', person?.username ?? '')
    await page.fill('input[name=password]', person?.password ?? '')
    await page.waitForLoadState('networkidle')
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.click('button[type=submit]')
    await page.waitForSelector('.rail')
    const { items } = await (await context.request.get(`${server.url}/v1/rings?sort=member_count`)).json()
    const ring = (items as Ring[]).find((one) => one.explanation === null)
    await page.goto(`${server.url}/rings/${encodeURIComponent(ring?.ringId ?? '')}`)
    await page.locator('.members tbody tr').first().waitFor()
    await page.locator('.explorer .stage canvas').first().waitFor()
    return { context, page, faults }
  }

  /** Nodes in view, as the line under the picture says: `30 of 30 shown, ...`. */
  const shown = async (page: Page) =>
    Number.parseInt(((await page.locator('.explorer .count').textContent()) ?? '').replaceAll(',', ''), 10)
  const tool = (page: Page, name: string) =>
    page.locator('.explorer [role=toolbar]').getByRole('button', { name })

  test('expands, collapses, undoes, scrubs, saves a view and opens it again', async () => {
    const { context, page, faults } = await openLargest()
    const whole = await shown(page)
    expect(whole).toBeGreaterThan(8)

    // The row of the table and the node of the picture are one choice.
    await page.locator('.members .tie').first().click()
    expect(await page.locator('.members tr[aria-selected=true]').count()).toBe(1)
    await page.getByRole('button', { name: 'Why linked', exact: true }).click()
    await page.locator('.why-linked .evidence li').first().waitFor()

    await page.locator('.why-linked').getByRole('button', { name: 'Bring in neighbours' }).click()
    await expect.poll(() => shown(page)).toBeGreaterThan(whole)
    const expanded = await shown(page)
    await page.locator('.why-linked').getByRole('button', { name: 'Fold back' }).click()
    await expect.poll(() => shown(page)).toBe(whole)
    await tool(page, 'Undo').click()
    await expect.poll(() => shown(page)).toBe(expanded)
    await tool(page, 'Redo').click()
    await expect.poll(() => shown(page)).toBe(whole)

    // The scrubber: its end by keyboard to the beginning, then some days on.
    const until = page.getByRole('slider', { name: 'Known until' })
    await until.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => shown(page)).toBeLessThan(whole)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const early = await until.getAttribute('aria-valuetext')
    const then = await shown(page)

    await page.getByRole('button', { name: 'Case', exact: true }).click()
    await page.getByRole('button', { name: 'Open a case' }).click()
    await page.getByLabel('Name of the view').fill('How it began')
    await page.getByRole('button', { name: 'Save this view' }).click()
    const saved = page.locator('.views').getByRole('button', { name: 'How it began' })
    await saved.waitFor()

    await page.getByRole('button', { name: 'Whole time' }).click()
    await expect.poll(() => shown(page)).toBe(whole)
    await saved.click()
    await expect.poll(() => until.getAttribute('aria-valuetext')).toBe(early)
    await expect.poll(() => shown(page)).toBe(then)

    // A colleague who opens the ring finds the view in its case.
    await page.reload()
    await page.getByRole('button', { name: 'Case', exact: true }).click()
    await saved.click()
    await expect.poll(() => until.getAttribute('aria-valuetext')).toBe(early)
    expect(faults).toEqual([])
    await context.close()
  })

  test('what is hidden is kept with the case, and undo brings it back there too', async () => {
    const { context, page, faults } = await openLargest()
    await page.getByRole('button', { name: 'Case', exact: true }).click()
    const open = page.getByRole('button', { name: 'Open a case' })
    await page.locator('.case-panel').waitFor()
    if (await open.isVisible()) await open.click()
    await page.getByLabel('Name of the view').waitFor()
    const whole = await shown(page)
    await page.getByRole('button', { name: /^In the ring/ }).click()
    await page.locator('.members tbody input').nth(1).check()
    await page.locator('.mark-tools').getByRole('button', { name: 'Hide' }).click()
    await expect.poll(() => shown(page)).toBeLessThan(whole)
    await page.getByRole('button', { name: 'Case', exact: true }).click()
    await expect.poll(() => page.locator('.marks li').count()).toBe(1)
    await tool(page, 'Undo').click()
    await expect.poll(() => shown(page)).toBe(whole)
    await expect.poll(() => page.locator('.marks li').count()).toBe(0)
    expect(faults).toEqual([])
    await context.close()
  })

  test('names stay masked until somebody says why they are needed', async () => {
    const { context, page, faults } = await openLargest()
    const name = page.locator('.members .tie').first()
    const masked = (await name.textContent())?.trim() ?? ''
    expect(masked).toContain('*')
    await page.getByRole('button', { name: 'Uncover names' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[name=purpose]').fill('Referral to investigation')
    await dialog.getByRole('button', { name: 'Uncover names' }).click()
    await expect.poll(async () => (await name.textContent())?.includes('*')).toBe(false)
    await page.getByRole('button', { name: 'Mask again' }).click()
    expect((await name.textContent())?.trim()).toBe(masked)
    expect(faults).toEqual([])
    await context.close()
  })

  test('a node is where it is drawn after the stage was dragged and the wheel was turned', async () => {
    const { context, page, faults } = await openLargest('reduce')
    const canvas = page.locator('.explorer .stage .canvas')
    const box = await canvas.boundingBox()
    if (!box) throw new Error('missing stage')
    const points = (x: number, y: number) =>
      page.mouse
        .move(box.x + x, box.y + y)
        .then(() => canvas.evaluate((element) => element.style.cursor === 'pointer'))
    // A node well inside of the stage, found by pointing at places on a grid.
    let found: { x: number; y: number } | undefined
    for (let y = 120; y < box.height - 120 && !found; y += 12)
      for (let x = 120; x < box.width - 120 && !found; x += 12) if (await points(x, y)) found = { x, y }
    if (!found) throw new Error('missing node under the pointer')
    await page.mouse.move(box.x + 8, box.y + 8)
    await page.mouse.down()
    await page.mouse.move(box.x + 30, box.y + 20)
    await page.mouse.move(box.x + 58, box.y + 38)
    // A hand that stands still before it lets go gives no swing.
    await page.waitForTimeout(250)
    await page.mouse.up()
    const at = { x: found.x + 50, y: found.y + 30 }
    await expect.poll(() => points(at.x, at.y)).toBe(true)
    await page.mouse.wheel(0, -120)
    // The place under the wheel stays under it, and what was carried there is drawn anew.
    await page.waitForTimeout(600)
    await expect.poll(() => points(at.x, at.y)).toBe(true)
    const nodes = page.locator('.explorer .sigma-nodes')
    await expect.poll(() => nodes.evaluate((element) => element.style.transform)).toBe('')
    await page.mouse.click(box.x + at.x, box.y + at.y)
    await expect.poll(() => page.locator('.members tr[aria-selected=true]').count()).toBe(1)
    expect(faults).toEqual([])
    await context.close()
  })

  test('growth is played in few still steps for those who asked for less motion', async () => {
    const { context, page, faults } = await openLargest('reduce')
    const until = page.getByRole('slider', { name: 'Known until' })
    const last = await until.getAttribute('aria-valuemax')
    await page.getByRole('button', { name: 'Play' }).click()
    await expect.poll(() => until.getAttribute('aria-valuenow')).not.toBe(last)
    await page.getByRole('button', { name: 'Pause' }).click()
    const held = await until.getAttribute('aria-valuenow')
    await page.waitForTimeout(1500)
    expect(await until.getAttribute('aria-valuenow')).toBe(held)
    expect(faults).toEqual([])
    await context.close()
  })
})
