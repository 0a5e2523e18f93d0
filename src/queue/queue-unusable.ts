/** The queue can't be used as it is; for the operator, with what to do. */
export class QueueUnusable extends Error {
  override name = 'QueueUnusable'
}
