/** Trigger functions that refuse a change: of an append-only log, and of what was hashed for sign-off. */
export const REFUSALS = `
  create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'table % is append-only', tg_table_name; end $$;
  create function refuse_update() returns trigger language plpgsql as $$
      begin raise exception 'table % is frozen', tg_table_name; end $$;
`

/** Rows of this table are never changed or removed. decision 14 */
export const appendOnly = (table: string) => `
  create trigger append_only before update or delete on ${table} for each row execute function refuse_change();
  create trigger append_only_truncate before truncate on ${table} execute function refuse_change();`

/** Rows past retention may still be deleted. */
export const neverUpdated = (table: string) =>
  `create trigger frozen before update on ${table} for each row execute function refuse_update();`
