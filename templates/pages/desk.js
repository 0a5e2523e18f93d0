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
