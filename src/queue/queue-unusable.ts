/** The queue can't be used; the message tells the operator what to do. */
export class QueueUnusable extends Error {
  override name = 'QueueUnusable'
}
