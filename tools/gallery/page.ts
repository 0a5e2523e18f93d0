import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { MANDATE_ROLES } from '../../src/model/agency/role-names.js'
import { readingsIn } from '../../src/model/language/language.js'
import type { Trouble } from './folder-watch.js'
import type { Finding } from './lint/finding.js'
import { LIMIT_BYTES } from './lint/size.js'
import { type Copy, type Listed, MAILS } from './mails.js'
import { escaped, VIEWS } from './views.js'

/** The contents of a gallery page. `mail`: null while the templates were never usable. */
export type Shown = {
  listed: Listed | null
  copy: Copy
  mail: { subject: string; bytes: number; findings: Finding[] } | null
  /** The present fault of the templates; panes show the last usable state. */
  trouble: Trouble | null
  /** The revision of the shown folder. */
  revision: string
  /** The folder, to quote a fault's line. */
  dir: string
}

/** A gallery page: the list of mails, and one of them in all views. */
export function galleryPage(shown: Shown): string {
  const { listed, trouble } = shown
  const title = listed ? listed.name : 'Mails'
  return frame(
    title,
    listed?.id ?? null,
    shown.copy,
    shown.revision,
    `${trouble ? troubleBox(trouble, shown.dir) : ''}${listed ? mailPart(listed, shown) : ''}`,
  )
}

/** A page beside the list of mails. `main` is HTML. */
export function frame(
  title: string,
  current: string | null,
  copy: Copy,
  revision: string,
  main: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)} · Estafette mails</title>
<link rel="stylesheet" href="/gallery.css">
<script src="/gallery.js" defer></script>
</head>
<body data-revision="${escaped(revision)}">
<a class="skip" href="#main">Skip the list</a>
<nav aria-label="Mails">
<p class="house">Estafette mails</p>
${group('Edition', 'edition', current, copy)}
${group('Mails to staff', 'notice', current, copy)}
<h2>Everything</h2>
<ul><li><a href="/lint"${current === 'lint' ? ' aria-current="page"' : ''}>Lint report</a></li></ul>
</nav>
<main id="main" tabindex="-1">
<p id="live" class="live" role="status"></p>
${main}
</main>
</body>
</html>
`
}

function group(title: string, name: Listed['group'], current: string | null, copy: Copy): string {
  const entries = MAILS.filter(mail => mail.group === name).map(
    mail =>
      `<li><a href="${addressOf(mail.id, copy)}"${mail.id === current ? ' aria-current="page"' : ''}>${escaped(mail.name)}</a></li>`,
  )
  return `<h2>${title}</h2>\n<ul>${entries.join('\n')}</ul>`
}

const addressOf = (id: string, { reading, role }: Copy) =>
  `/mails/${id}?reading=${encodeURIComponent(reading)}&amp;role=${role}`

function mailPart(listed: Listed, shown: Shown): string {
  const { copy, mail } = shown
  return `<h1>${escaped(listed.name)} <span class="about">${escaped(listed.about)}</span></h1>
${choices(listed, copy)}
${mail ? summary(mail) : ''}
${mail ? panes(listed, copy) : ''}`
}

/** The choice of reader, as links, so that each has an address. */
function choices(listed: Listed, copy: Copy): string {
  const readings = listed.group === 'edition' ? readingsIn(BRUSSELS.languages) : (['fr', 'nl'] as const)
  const choice = (label: string, to: Copy, isCurrent: boolean) =>
    `<a href="${addressOf(listed.id, to)}"${isCurrent ? ' aria-current="true"' : ''}>${label}</a>`
  const languages = readings.map(reading =>
    choice(reading.replace('+', ' + '), { ...copy, reading }, reading === copy.reading),
  )
  const roles = MANDATE_ROLES.map(role => choice(role, { ...copy, role }, role === copy.role))
  return `<p class="choices"><span>Languages</span> ${languages.join(' ')}${
    listed.group === 'edition' ? ` <span>Role</span> ${roles.join(' ')}` : ''
  }</p>`
}

function summary({ subject, bytes, findings }: NonNullable<Shown['mail']>): string {
  const share = Math.round((bytes / LIMIT_BYTES) * 100)
  return `<dl class="facts"><div><dt>Subject</dt><dd>${escaped(subject)}</dd></div>
<div><dt>HTML</dt><dd>${bytes.toLocaleString('en')} bytes, ${share} % of what Gmail shows</dd></div>
<div><dt>Lint</dt><dd>${findings.length === 0 ? 'nothing found' : `<b class="bad">${findings.length} found</b>`}</dd></div></dl>
${findings.length > 0 ? findingList(findings) : ''}`
}

/** Findings as a list. */
export function findingList(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ rule, place, message }) =>
      `<li><code>${escaped(rule)}</code> ${place ? `<span class="about">${escaped(place)}</span> ` : ''}${escaped(message)}</li>`,
  )
  return `<ul class="findings">${lines.join('\n')}</ul>`
}

function panes({ id, name }: Listed, { reading, role }: Copy): string {
  const query = `reading=${encodeURIComponent(reading)}&amp;role=${role}`
  const toggles = VIEWS.map(
    view => `<label><input type="checkbox" value="${view.id}" checked> ${view.name}</label>`,
  )
  const frames = VIEWS.map(
    view => `<section class="pane" data-view="${view.id}" style="width:${view.width}px" aria-labelledby="v-${view.id}">
<h2 id="v-${view.id}">${view.name} <a class="about" href="/raw/${id}?view=${view.id}&amp;${query}">${view.about}</a></h2>
<iframe title="${escaped(name)}: ${view.name}" sandbox="allow-same-origin" src="/raw/${id}?view=${view.id}&amp;${query}"></iframe>
</section>`,
  )
  return `<fieldset class="views"><legend>Views</legend>${toggles.join(' ')}</fieldset>
<div class="panes">${frames.join('\n')}</div>`
}

/** A fault, with the surrounding lines where it names a place in the folder. */
function troubleBox({ message }: Trouble, dir: string): string {
  const [, file, line] = /^(\S+):(\d+) /.exec(message) ?? []
  const quoted = file && line ? quote(join(dirname(dir), file), Number(line), basename(dir)) : ''
  return `<div class="trouble" role="alert"><h2>The templates can’t be used</h2><p>${escaped(message)}</p>${quoted}
<p>Below they are as they were before. This page looks again when a file is saved.</p></div>`
}

const AROUND = 3

function quote(path: string, line: number, folder: string): string {
  if (!path.includes(folder)) return ''
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    const first = Math.max(1, line - AROUND)
    const rows = lines.slice(first - 1, line + AROUND).map((text, index) => {
      const number = first + index
      const row = `${String(number).padStart(4)}  ${escaped(text)}`
      return number === line ? `<mark>${row}</mark>` : row
    })
    return `<pre tabindex="0" aria-label="The place">${rows.join('\n')}</pre>`
  } catch {
    return ''
  }
}
