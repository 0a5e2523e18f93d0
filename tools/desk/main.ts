import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { deskPage } from './page.js'
import { takeDeskPictures } from './pictures.js'

const HELP = `npm run pictures -- [WORD]
  Writes docs/desk.md and takes the pictures of the desk's pages into docs/desk, those alone whose name holds the word; "none": no picture.
`
const [word = ''] = process.argv.slice(2)
if (word === '--help') process.stdout.write(HELP)
else {
  writeFileSync(join(PROJECT_ROOT, 'docs', 'desk.md'), deskPage())
  for (const line of word === 'none' ? [] : await takeDeskPictures(join(PROJECT_ROOT, 'docs', 'desk'), word))
    process.stdout.write(`${line}\n`)
}
