import type { Config } from '../../config.js'
import { isAllowed } from '../../model/delivery/allow-list.js'

/** The rules by which mail leaves: the local catcher delivers to nobody, so that it may have everybody's. */
export const rulesOf = ({ smtp, allowedRecipients }: Config): string[] | null =>
  smtp === null ? ['*'] : allowedRecipients

/** May mail leave for this address, as the service is set up? */
export const mayLeaveFor = (config: Config, address: string): boolean => isAllowed(address, rulesOf(config))
