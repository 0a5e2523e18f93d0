import type { Config } from '../../config.js'
import { isAllowed } from '../../model/delivery/allow-list.js'

/** The rules of the allow-list: the local catcher delivers to nobody, so it may have everybody's mail. */
export const rulesOf = ({ smtp, allowedRecipients }: Config): string[] | null =>
  smtp === null ? ['*'] : allowedRecipients

/** Whether mail may leave for this address under this configuration. */
export const mayLeaveFor = (config: Config, address: string): boolean => isAllowed(address, rulesOf(config))
