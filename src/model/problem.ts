/** Something wrong with an editor's or operator's input: a value that is collected, never thrown. */
export type Problem = {
  file: string
  /** 1-based; 1:1 where the whole file is meant. */
  line: number
  column: number
  /** What is wrong, one sentence. */
  message: string
  /** What would be right. */
  hint: string
}
