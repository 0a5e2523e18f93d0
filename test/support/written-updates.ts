import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './world.js'

export type WrittenUpdate = {
  id: string
  title?: string
  urgency?: 'urgent' | 'normal'
  /** NIS codes. */
  communes?: string[]
  deadline?: string
  until?: string
  change?: string
  withdrawn?: boolean
}

/** Writes an update into the drop folder as an editor would. */
export function writeUpdate({ config }: World, update: WrittenUpdate): void {
  const { id, title = id, urgency = 'normal', communes = [], deadline, until, change, withdrawn } = update
  const lines = [
    '---',
    `id: ${id}`,
    'kind: measure',
    'topic: health',
    'level: region',
    `urgency: ${urgency}`,
    ...(communes.length > 0 ? [`concerns: {communes: [${communes.map(nis => `"${nis}"`).join(', ')}]}`] : []),
    ...(deadline ? [`deadline: ${deadline}`] : []),
    ...(until ? [`until: ${until}`] : []),
    ...(change ? [`change: {fr: "${change}", nl: "${change}"}`] : []),
    ...(withdrawn ? ['status: withdrawn'] : []),
    '---',
    `# fr: ${title}`,
    'Le masque est obligatoire.',
    '',
    `# nl: ${title}`,
    'Het masker is verplicht.',
    '',
  ]
  mkdirSync(config.updatesDir, { recursive: true })
  writeFileSync(join(config.updatesDir, `${id}.md`), lines.join('\n'))
}

export function removeUpdate({ config }: World, id: string): void {
  rmSync(join(config.updatesDir, `${id}.md`))
}
