import type pg from 'pg'

/** What became of a delivery, by its number: 1 in 200 bounced; while the edition goes, 1 in 1,000 in doubt and 1 in 500 deferred; the others accepted. */
const STATE = `case when n % 200 = 7 then 'bounced' when $2 and n % 1000 = 13 then 'in-doubt'
  when $2 and n % 500 = 19 then 'deferred' else 'accepted' end`

/** Writes an attempt and its outcome for every delivery of an edition, in bulk. */
export async function ageEdition(client: pg.Client, edition: string, isGoing: boolean): Promise<void> {
  await client.query(
    `with numbered as (
       select id, created_at, row_number() over (order by id) as n from delivery where edition = $1
     ), stated as (select id, created_at, ${STATE} as state from numbered),
     tried as (
       insert into attempt (delivery, number, claim, phase, started_at, dot_at, ended_at, outcome, reply_code, enhanced_status, reply)
       select id, 1, 1, 'answered', created_at, created_at, created_at, state,
         case state when 'accepted' then 250 when 'bounced' then 550 end,
         case state when 'accepted' then '2.0.0' when 'bounced' then '5.1.1' end,
         case state when 'accepted' then '250 2.0.0 Ok: queued' when 'bounced' then '550 5.1.1 User unknown' end
       from stated
     )
     update delivery set state = stated.state, attempts = 1, claim = 1 from stated where delivery.id = stated.id`,
    [edition, isGoing],
  )
  await followUps(client, edition, 'done')
}

/** Opens anew what an edition's bounces gave to do. */
export async function openFollowUpsOf(client: pg.Client, edition: string): Promise<void> {
  await client.query(
    `update follow_up set state = 'open', result = null, done_at = null, done_by = null
     where edition = $1 and id in (select id from follow_up where edition = $1 order by id limit 60)`,
    [edition],
  )
}

async function followUps(client: pg.Client, edition: string, state: string) {
  await client.query(
    `with opened as (
       insert into follow_up (edition, commune, recipient, reason, action, spoc, detail, state, opened_at, due, result, done_by, done_at)
       select edition, commune, recipient, 'bounced', 'ask-new-address', 'spoc-ouest', '550 5.1.1 User unknown', $2, created_at,
         (created_at + interval '1 day')::date, 'no-answer', 'spoc-ouest@agence.example', created_at
       from delivery where edition = $1 and state = 'bounced' on conflict do nothing returning id, opened_at
     )
     insert into follow_up_event (follow_up, kind, at) select id, 'opened', opened_at from opened`,
    [edition, state],
  )
}
