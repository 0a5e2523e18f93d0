import type { Bilingual } from './language.js'

/** What makes the mails this region's: names, colours, contacts; read from templates/house.yaml. */
export type House = {
  title: Bilingual
  agency: Bilingual
  office: Bilingual
}
