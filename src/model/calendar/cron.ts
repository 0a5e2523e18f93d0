/** A cron expression of five fields, parsed: the values each field allows. */
export type Cron = {
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  months: Set<number>
  weekdays: Set<number>
  anyDay: boolean
  anyWeekday: boolean
}

/** Whether the expression names this day. As in cron, day of month and day of week count as "or" if both are given. */
export function namesDay(cron: Cron, date: { day: number; month: number; dayOfWeek: number }): boolean {
  if (!cron.months.has(date.month)) return false
  const day = cron.days.has(date.day)
  const weekday = cron.weekdays.has(date.dayOfWeek % 7)
  if (cron.anyDay) return weekday
  if (cron.anyWeekday) return day
  return day || weekday
}
