import { beforeAll, describe, expect, it } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { renderEdition } from '../../../src/mjml/render.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import type { EditionContent, Reader } from '../../../src/model/editions/edition.js'
import { inLanguage, readingsIn } from '../../../src/model/language/language.js'
import { bodyBytes } from '../../../src/smtp/message.js'
import { openEditionBodies } from '../../../src/steps/editions/edition-bodies.js'
import { sampleEdition, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

/** What a mail client shows of the body that this reader gets, and what was rendered for that reader alone. */
async function bothFor(
  bodies: ReturnType<typeof openEditionBodies>,
  content: EditionContent,
  reader: Reader,
) {
  const { contentType, parts } = bodies(reader).body
  const bytes = Buffer.concat([
    Buffer.from(`Content-Type: ${contentType}\r\n\r\n`),
    ...bodyBytes({ contentType, parts }),
  ])
  const { html, text } = await simpleParser(bytes)
  const alone = renderEdition(content, reader)
  return { sent: [html, text?.trim()], alone: [alone.html, alone.text.trim()] }
}

function readersOf(content: EditionContent): Reader[] {
  return content.communes.flatMap(({ nis }, index) =>
    readingsIn(BRUSSELS.languages)
      .slice(index % 2)
      .map(languages =>
        sampleReader({
          commune: nis,
          languages,
          role: index % 3 === 0 ? 'mayor' : 'alderman',
          competences: index % 2 === 0 ? ['economy'] : ['culture', 'youth'],
          salutation: { fr: 'Madame « l’Échevine » & <b>,', nl: 'Mevrouw de "schepen" = ' },
        }),
      ),
  )
}

describe('the bodies of an edition', () => {
  it('are, filled in, what each reader would get if it were made for that reader alone', async () => {
    const bodies = openEditionBodies(sample, 'a secret')
    for (const reader of readersOf(sample)) {
      const { sent, alone } = await bothFor(bodies, sample, reader)
      expect(sent).toEqual(alone)
    }
  })

  it.each([
    ['counts the letters of the commune’s name', 'text', '{{half.commune}}\n{{line half.commune "~"}}'],
    ['speaks to one commune', 'text', '{{#if (eq half.commune "Stad Brussel")}}~~~~{{/if}}'],
  ] as const)('are so too when a house’s template %s', async (_, part, instead) => {
    const own = structuredClone(sample)
    for (const templates of Object.values(own.templates))
      templates[part] = templates[part].replace('{{#if half.commune}}{{half.commune}}{{/if}}', instead)
    const bodies = openEditionBodies(own, 'a secret')
    const texts: (string | undefined)[] = []
    for (const reader of readersOf(own)) {
      const { sent, alone } = await bothFor(bodies, own, reader)
      expect(sent).toEqual(alone)
      texts.push(alone[1])
    }
    expect(texts.some(text => text?.includes('~~~'))).toBe(true)
  })

  it('have a subject in which a house may name the commune', async () => {
    const own = structuredClone(sample)
    for (const templates of Object.values(own.templates))
      templates.subject = '{{halves.0.commune}}: {{{halves.0.masthead.title}}}'
    const bodies = openEditionBodies(own, 'a secret')
    for (const reader of readersOf(own))
      expect(bodies(reader).subject).toBe(renderEdition(own, reader).subject)
  })

  it('say what an editor wrote, whatever it looks like', async () => {
    const [item, ...rest] = sample.items
    const update = structuredClone(item?.update)
    if (!item || !update) throw new Error('the sample has no item')
    const marks = 'ESTAFETTE-SALUTATION-FR ESTAFETTE-0123456789abcdef-salutation-fr-MARK'
    inLanguage(update.text, 'fr').title = marks
    const content = { ...sample, items: [{ ...item, update }, ...rest] }
    const { sent, alone } = await bothFor(openEditionBodies(content, 'a secret'), content, sampleReader())
    expect(sent[1]).toContain('ESTAFETTE-0123456789abcdef-salutation-fr-MARK')
    expect(sent).toEqual(alone)
  })
})
