import { type Config, ConfigError } from '../../config.js'
import { readAgency } from '../../files/agency.js'
import { formatProblem } from '../../present/problem/texts.js'

/** The configuration with the agency that agency.yaml describes. Throws ConfigError with every problem of the file. */
export async function withAgency(config: Config): Promise<Config> {
  // decision 63
  const { agency, problems } = await readAgency(config)
  if (problems.length > 0) throw new ConfigError(problems.map(problem => formatProblem(problem, 'en')))
  return { ...config, agency }
}
