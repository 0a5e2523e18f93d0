import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import { inLanguage } from '../model/language/language.js'
import { officesBeside } from '../model/roster/offices.js'
import { contactCard } from '../present/mail/contact-card.js'
import { rosterToday } from '../steps/context.js'
import { languageOf, type PageContext } from './page-frame.js'

/** What staff see of an official: so far the contact card for an address book. */
export async function addPeople(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.get('/people/:id(^[a-z0-9-]+).vcf', (request, reply) =>
      card(request as FastifyRequest<{ Params: { id: string } }>, reply, context),
    )
  })
}

async function card(
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  { app, strings, config }: PageContext,
) {
  const { roster } = await rosterToday(app)
  const { communes, mandateHolders } = roster
  const holder = mandateHolders.find(({ id }) => id === request.params.id)
  if (!holder) return reply.callNotFound()
  const language = languageOf(request)
  const commune = communes.find(({ nis }) => nis === holder.commune) ?? null
  const offices = officesBeside(holder.id, roster, localDay(app.clock(), config.timeZone))
  return reply
    .type('text/vcard; charset=utf-8')
    .header('content-disposition', `attachment; filename="${holder.id}.vcf"`)
    .send(contactCard(holder, commune, inLanguage(strings, language), language, offices))
}
