/** The text lines that HTML becomes; those in a quotation begin with `>`. */
export class HtmlLines {
  /** Number of open `pre` elements, whose white space stays. */
  preformatted = 0
  /** Number of open invisible elements, such as the preview line for an inbox. */
  hidden = 0
  private readonly lines: string[] = []
  /** The current line in pieces, and its last character: joining each time would be quadratic. */
  private pieces: string[] = []
  private last = ''
  private depth = 0
  private cells = 0
  private isApart = false
  private isQuotedToTheEnd = false
  private hasSignature = false

  write(text: string): void {
    if (this.preformatted > 0) this.writePreformatted(text)
    else this.writeWords(text)
  }

  private writeWords(text: string): void {
    const words = text.replace(/[ \t\r\n\u00a0\u202f]+/g, ' ')
    const isAfterBlank = this.last === '' || this.last === ' ' || this.last === '\t'
    this.append(isAfterBlank && words.startsWith(' ') ? words.slice(1) : words)
  }

  private writePreformatted(text: string): void {
    const [first = '', ...others] = text.replaceAll('\r', '').split('\n')
    this.append(first)
    for (const line of others) {
      this.endLine()
      this.append(line)
    }
  }

  private append(text: string): void {
    if (text === '' || this.hidden > 0) return
    this.pieces.push(text)
    this.last = text.at(-1) ?? ''
  }

  /** An explicit line break: ends the line, even an empty one. */
  endLine(): void {
    this.push(this.pieces.join('').trimEnd())
    this.pieces = []
    this.last = ''
    this.cells = 0
  }

  /** Starts a new line for the next text; `isApart`: after an empty one. */
  freshLine(isApart: boolean): void {
    if (this.last !== '') this.endLine()
    this.cells = 0
    this.isApart ||= isApart
  }

  /** Separates the text of a cell from the previous one. */
  nextCell(): void {
    if (this.cells > 0 && this.last !== '' && this.last !== '\t') this.append('\t')
    this.cells++
  }

  /** Begins (1) or ends (-1) a quotation. */
  quote(change: 1 | -1): void {
    this.freshLine(false)
    this.depth = Math.max(0, this.depth + change)
  }

  /** Quotes all that follows, whatever elements end. */
  quoteTheRest(): void {
    this.freshLine(false)
    this.isQuotedToTheEnd = true
  }

  /** The line that begins a signature (RFC 3676 §4.3), once. */
  signature(): void {
    this.freshLine(false)
    if (!this.hasSignature && !this.isQuoted()) this.lines.push('-- ')
    this.hasSignature = true
  }

  private push(line: string): void {
    if (this.isApart && line !== '') {
      this.isApart = false
      this.pushLine('')
    }
    this.pushLine(line)
  }

  private pushLine(line: string): void {
    const whole = this.isQuoted() ? `> ${line}`.trimEnd() : line
    const isRepeated = whole === '' && (this.lines.at(-1) ?? '') === ''
    if (!isRepeated) this.lines.push(whole)
  }

  private isQuoted(): boolean {
    return this.depth > 0 || this.isQuotedToTheEnd
  }

  /** All lines, without repeated, leading or trailing empty ones. */
  text(): string {
    this.freshLine(false)
    return this.lines.join('\n').trim()
  }
}
