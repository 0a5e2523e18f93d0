import { hasChromium } from '../../tools/gallery/browser.js'

export { graveViolations, openBrowser, violations } from '../../tools/gallery/browser.js'

/** Is there a browser to look with? Under CI=true there must be one. */
export function hasBrowser(): boolean {
  if (hasChromium()) return true
  if (process.env.CI === 'true') throw new Error('chromium is missing, and CI=true wants it')
  process.stderr.write('No chromium here: the tests in a browser are left out.\n')
  return false
}
