// What pages do more with a script; each of them works without. A part of a page that the server says anew replaces only what differs.
'use strict'

/** Makes `from` like `to`, keeping each element that stays: the focus, what is typed and what is open are not touched. */
function become(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) return from.replaceWith(to)
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data
    return
  }
  if (from.nodeType !== Node.ELEMENT_NODE) return
  // A list that moves: nobody shall meet another line than the one that they aimed at.
  if (from.matches('[data-hold]') && from.matches(':hover, :focus-within')) return
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name)
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value) from.setAttribute(name, value)
  const [old, now] = [[...from.childNodes], [...to.childNodes]]
  now.forEach((node, index) => (old[index] ? become(old[index], node) : from.append(node)))
  for (const node of old.slice(now.length)) node.remove()
}

/** Puts each part of a piece of HTML in the place of the page's part of that name. */
function putParts(html) {
  const { content } = Object.assign(document.createElement('template'), { innerHTML: html })
  for (const part of content.querySelectorAll('[data-part]')) {
    const here = document.querySelector(`[data-part="${part.dataset.part}"]`)
    if (here) become(here, part)
  }
}

/** The one sentence that is read out; at most every 15 seconds, the last one always. */
const SAY_MS = 15_000
let saidAt = -SAY_MS
let toSay = null
let lastSaid = document.querySelector('[data-say]')?.dataset.say
function say(words, isLast = false) {
  const place = document.querySelector('[data-say-here]')
  if (!place || words === lastSaid) return
  lastSaid = words
  const wait = isLast ? 0 : Math.max(0, saidAt + SAY_MS - performance.now())
  if (toSay === null)
    setTimeout(() => {
      saidAt = performance.now()
      place.textContent = toSay
      toSay = null
    }, wait)
  toSay = words
}

/** Progress while an edition is sent. */
for (const place of document.querySelectorAll('[data-live]')) {
  const source = new EventSource(place.dataset.live)
  const listen = ({ data }, isLast) => {
    putParts(data)
    say(document.querySelector('[data-part="progress"]')?.dataset.say ?? '', isLast)
  }
  source.addEventListener('message', event => listen(event, false))
  source.addEventListener('over', event => {
    source.close()
    listen(event, true)
  })
  addEventListener('pagehide', () => source.close())
}

/** In milliseconds: how long somebody has stopped typing. */
const PAUSE_MS = 700

/** A form that is checked while somebody types; what is wrong stands beside its field. */
for (const form of document.querySelectorAll('form[data-check]')) {
  const trouble = form.querySelector('[data-trouble]')
  let timer
  let asking
  const mark = () => {
    for (const slot of form.querySelectorAll('.field > [data-part]')) {
      const isWrong = slot.childElementCount > 0
      slot.parentElement.classList.toggle('wrong', isWrong)
      const control = slot.parentElement.querySelector('input, select, textarea')
      if (isWrong) control?.setAttribute('aria-invalid', 'true')
      else control?.removeAttribute('aria-invalid')
    }
  }
  const check = async () => {
    asking?.abort()
    asking = new AbortController()
    try {
      const body = new URLSearchParams(new FormData(form))
      const answer = await fetch(form.dataset.check, { method: 'POST', body, signal: asking.signal })
      trouble.hidden = answer.status !== 401 && answer.status !== 403
      if (!trouble.hidden) return say(trouble.textContent)
      if (!answer.ok) return
      putParts(await answer.text())
      mark()
      say(document.querySelector('[data-part="findings"]').dataset.say)
    } catch {
      // Typed on, or no answer: the next pause asks again.
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(check, PAUSE_MS)
  })
}

/** Files dropped anywhere on the page are chosen in its form, and are sent by its button. */
for (const form of document.querySelectorAll('form[data-drop]')) {
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files')
  form.classList.add('ready')
  addEventListener('dragover', event => {
    if (!hasFiles(event)) return
    event.preventDefault()
    form.classList.add('over')
  })
  addEventListener('dragleave', event => {
    if (!event.relatedTarget) form.classList.remove('over')
  })
  addEventListener('drop', event => {
    if (!hasFiles(event)) return
    event.preventDefault()
    form.classList.remove('over')
    form.querySelector('[type=file]').files = event.dataTransfer.files
    form.scrollIntoView({ block: 'nearest' })
  })
}
