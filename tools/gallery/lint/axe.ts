import { graveViolations, openBrowser } from '../browser.js'
import type { Folder } from '../folder.js'
import { type Listed, MAILS, makeMail } from '../mails.js'
import type { Finding } from './finding.js'

export type AxeReport = { mail: Listed; looks: number; findings: Finding[] }

/** Wide and narrow, light and dark, and the narrowest width that WCAG requires. */
const LOOKS = [
  { colorScheme: 'light', width: 600 },
  { colorScheme: 'dark', width: 375 },
  { colorScheme: 'light', width: 320 },
] as const

/**
 * Checks every mail in Chromium, light at 600 and 320 px, dark at 375 px: axe's serious and critical findings, and sideways scrolling (WCAG 2.1,
 * 1.4.10).
 */
export async function axeReports(folder: Folder): Promise<AxeReport[]> {
  const browser = await openBrowser()
  try {
    const reports: AxeReport[] = []
    for (const mail of MAILS) {
      const { html } = makeMail(mail.id, folder, { reading: 'fr', role: 'alderman' })
      const findings: Finding[] = []
      const page = await browser.newPage()
      await page.setContent(html)
      for (const { colorScheme, width } of LOOKS) {
        const place = `${colorScheme}, ${width} px`
        await page.setViewportSize({ width, height: 667 })
        await page.emulateMedia({ colorScheme })
        for (const [id, element] of await graveViolations(page))
          findings.push({ rule: `axe/${id}`, place, message: element ?? '' })
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
        if (wide > width) findings.push({ rule: 'too-wide', place, message: `${wide} px wide` })
      }
      await page.close()
      reports.push({ mail, looks: LOOKS.length, findings })
    }
    return reports
  } finally {
    await browser.close()
  }
}
