/** The time is an argument: the same step runs in a rehearsal, a test and the service. */
export type Clock = () => Date
