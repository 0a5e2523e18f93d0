#!/usr/bin/env node
// The one entry point of all npm scripts. Nothing is imported here: a Node that is too old reads this, too, and is told so.
const NEEDED = [20, 19]
const found = process.versions.node.split('.').map(Number)
if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  console.error(
    `Estafette needs Node ${NEEDED.join('.')} or later, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org, and run the command again.`,
  )
  process.exitCode = 2
} else {
  import('./run.js')
}
