import { EMPTY_GRID, type Grid } from './grid.js'

/** The cells of a sheet as a list: entry n - 1 is row n, and places are those of cells. */
export function gridFromCells(rows: readonly (readonly string[])[]): Grid {
  return {
    ...EMPTY_GRID,
    rows: rows.map((cells, row) => ({
      line: row + 1,
      cells: cells.map((text, column) => ({
        text: text.normalize('NFC'),
        place: { line: row + 1, column: column + 1, unit: 'cell' },
      })),
    })),
  }
}
