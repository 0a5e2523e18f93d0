import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { takeDeskPictures } from './pictures.js'

const HELP = `npm run pictures -- [PATTERN]
  Takes the pictures of the desk's pages into docs/desk, those alone whose name matches.
`
const [pattern = ''] = process.argv.slice(2)
if (pattern === '--help') process.stdout.write(HELP)
else
  for (const line of await takeDeskPictures(join(PROJECT_ROOT, 'docs', 'desk'), new RegExp(pattern)))
    console.log(line)
