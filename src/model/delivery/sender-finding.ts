/** The result of a check. `fix`: one sentence for a failed check. Never holds a secret. */
export type Finding = { check: string; ok: boolean; detail: string; fix: string | null }

export const fine = (check: string, detail: string): Finding => ({ check, ok: true, detail, fix: null })
export const wrong = (check: string, detail: string, fix: string): Finding => ({
  check,
  ok: false,
  detail,
  fix,
})
