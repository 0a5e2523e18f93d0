import { resolve } from 'node:path'

/** Where the data directory of the embedded PostgreSQL of a DATA_DIR lies, or would be made. Reads no more than DATA_DIR. */
export function clusterDir(dataDir: string): string {
  return resolve(dataDir, 'postgres')
}
