import { graveViolations, openBrowser } from '../browser.js'
import type { Folder } from '../folder.js'
import { type Listed, MAILS, makeMail } from '../mails.js'
import type { Finding } from './finding.js'

export type AxeReport = { mail: Listed; looks: number; findings: Finding[] }

const LOOKS = (['light', 'dark'] as const).flatMap(colorScheme =>
  [600, 375, 320].map(width => ({ colorScheme, width })),
)

/**
 * Every mail in Chromium, light and dark, at 600, 375 and 320 px: what axe calls serious or critical, and whether a
 * reader would have to scroll sideways (WCAG 2.1, 1.4.10).
 */
export async function axeReports(folder: Folder): Promise<AxeReport[]> {
  const browser = await openBrowser()
  try {
    const reports: AxeReport[] = []
    for (const mail of MAILS) {
      const { html } = makeMail(mail.id, folder, { reading: 'fr', role: 'alderman' })
      const findings: Finding[] = []
      for (const { colorScheme, width } of LOOKS) {
        const place = `${colorScheme}, ${width} px`
        const page = await browser.newPage({ viewport: { width, height: 667 }, colorScheme })
        await page.setContent(html)
        for (const [id, element] of await graveViolations(page))
          findings.push({ rule: `axe/${id}`, place, message: element ?? '' })
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
        if (wide > width) findings.push({ rule: 'too-wide', place, message: `${wide} px wide` })
        await page.close()
      }
      reports.push({ mail, looks: LOOKS.length, findings })
    }
    return reports
  } finally {
    await browser.close()
  }
}
