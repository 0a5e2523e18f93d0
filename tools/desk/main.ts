import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { takeDeskPictures } from './pictures.js'

const HELP = `npm run pictures -- [WORD]
  Takes the pictures of the desk's pages into docs/desk, those alone whose name holds it.
`
const [word = ''] = process.argv.slice(2)
if (word === '--help') process.stdout.write(HELP)
else for (const line of await takeDeskPictures(join(PROJECT_ROOT, 'docs', 'desk'), word)) console.log(line)
