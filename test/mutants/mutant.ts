/** A guard taken out: exact strings of one file, and the smallest test that must then be red. */
export type Mutant = {
  guard: string
  file: string
  cuts: [find: string, replacement: string][]
  test: string
  /** Which test of the file, as jest's -t. */
  named: string
  /** What the red test must say, where it would be red of a program that doesn't start as well. */
  says?: string
}
