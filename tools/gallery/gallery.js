// In the page: shows what changed in templates/ at once, keeps where one was, remembers the chosen views.
const KEPT = 'estafette-gallery'

remembered()
listen()
document.addEventListener('change', chooseViews)
document.querySelector('nav').addEventListener('keydown', walk)
addEventListener('pagehide', keepPlaces)

/** The views that were chosen before, and how far each pane was scrolled before the page was made again. */
function remembered() {
  const hidden = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
  for (const box of document.querySelectorAll('.views input')) box.checked = !hidden.includes(box.value)
  showViews()
  const places = keptPlaces()
  for (const pane of document.querySelectorAll('.pane')) {
    const frame = pane.querySelector('iframe')
    const arrive = () => {
      if (frame.contentDocument.URL === 'about:blank') return
      frame.contentWindow.scrollTo(0, places[pane.dataset.view] ?? 0)
      pane.dataset.arrived = 'yes'
    }
    frame.addEventListener('load', arrive)
    if (frame.contentDocument.readyState === 'complete') arrive()
  }
}

function keptPlaces() {
  return JSON.parse(sessionStorage.getItem(location.href) ?? '{}')
}

function chooseViews() {
  const boxes = [...document.querySelectorAll('.views input')]
  localStorage.setItem(KEPT, JSON.stringify(boxes.filter(box => !box.checked).map(box => box.value)))
  showViews()
}

function showViews() {
  for (const box of document.querySelectorAll('.views input'))
    document.querySelector(`.pane[data-view="${box.value}"]`).hidden = !box.checked
}

/** A pane that hasn't arrived yet, because two changes came at once, keeps the place that it had. */
function keepPlaces() {
  const places = keptPlaces()
  for (const pane of document.querySelectorAll('.pane[data-arrived]'))
    places[pane.dataset.view] = pane.querySelector('iframe').contentWindow.scrollY
  sessionStorage.setItem(location.href, JSON.stringify(places))
}

function listen() {
  const live = document.getElementById('live')
  const events = new EventSource('/events')
  events.addEventListener('open', () => {
    live.textContent = ''
  })
  events.addEventListener('error', () => {
    live.textContent = 'The gallery is not running.'
  })
  // Told of each change, and at the start: a change while this page was made, or while the gallery was away, is one too.
  events.addEventListener('change', ({ data }) => {
    if (data !== document.body.dataset.revision) location.reload()
  })
}

/** Arrow keys go through the list. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const links = [...document.querySelectorAll('nav a')]
  const next = links[links.indexOf(document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
