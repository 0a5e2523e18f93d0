/** A cell as spreadsheets name it: row 32, column 10 is J32. */
export const cellName = (row: number, column: number) => `${columnLetters(column)}${row}`

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  const rest = (column - 1) % 26
  const before = column > 26 ? columnLetters(Math.floor((column - 1) / 26)) : ''
  return before + String.fromCharCode(65 + rest)
}
