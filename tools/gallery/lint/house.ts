import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Branding } from '../../../src/model/agency/branding.js'
import type { Localized } from '../../../src/model/language/language.js'
import type { Finding } from './finding.js'

const COLOUR = /(?<![&\w])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\brgba?\(|\bhsla?\(/gi
/** Words in a region's name that identify none. */
const COMMON = /^(région|communauté|capitale|province|gewest|gemeenschap|hoofdstedelijk|provincie)$/i

/** All branding is in house.yaml: no other file of the folder has its colours, names or addresses, so that another region changes one file. */
export function houseFindings(house: Branding, dir: string): Finding[] {
  const names = namesOf(house)
  return filesOf(dir).flatMap(file => {
    const source = readFileSync(join(dir, file), 'utf8')
    return source.split('\n').flatMap((line, index) => {
      const place = `${file}:${index + 1}`
      const colours = [...line.matchAll(COLOUR)].map(([colour]) => colour)
      const named = names.filter(name => name.isIn(line)).map(name => name.text)
      return [
        ...colours.map(colour => ({
          rule: 'house-colour',
          place,
          message: `${colour} belongs into house.yaml`,
        })),
        ...named.map(name => ({ rule: 'house-name', place, message: `/${name}/ belongs into house.yaml` })),
      ]
    })
  })
}

type Name = { text: string; isIn: (line: string) => boolean }

/** Whole names, hosts, and stems of the region's words: "Bruxelles" is in "bruxelloises". */
function namesOf({ title, region, agency, office, website, contacts }: Branding): Name[] {
  const both = (texts: Localized[]) => texts.flatMap(Object.values<string>)
  const hosts = both([website, ...contacts.map(({ url }) => url)]).map(url => new URL(url).host)
  const names = both([title, region, agency, office, ...contacts.map(({ name }) => name)])
  const own = both([region]).flatMap(name => name.match(/\p{Lu}\p{L}{4,}/gu) ?? [])
  const stems = own.filter(word => !COMMON.test(word)).map(word => word.slice(0, 7))
  // "Mesures de crise" is a title, "mesures de crise" are words.
  return [
    ...[...new Set([...names, ...hosts])]
      .filter(text => text.length > 3)
      .map(text => ({ text, isIn: (line: string) => line.includes(text) })),
    ...[...new Set(stems)].map(text => ({
      text,
      isIn: (line: string) => line.toLowerCase().includes(text.toLowerCase()),
    })),
  ]
}

/** All files except the branding, the list of clients' gaps, and the maintainers' documentation. */
function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(mjml|hbs|json)$/.test(entry.name))
    .map(entry => relative(dir, join(entry.parentPath, entry.name)))
    .sort()
}
