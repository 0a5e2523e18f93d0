const SHOWN = 10

/** A reporter of jest: prints the ten slowest tests of a run. Plain JavaScript, since jest loads its reporters itself. */
export default class Slowest {
  onRunComplete(_contexts, { testResults }) {
    const tests = testResults.flatMap(file =>
      file.testResults.map(test => ({ ...test, file: file.testFilePath })),
    )
    const slowest = tests.sort((a, b) => (b.duration ?? 0) - (a.duration ?? 0)).slice(0, SHOWN)
    if (tests.length <= SHOWN) return
    console.log('\nThe slowest tests, in seconds:')
    for (const { duration, fullName, file } of slowest)
      console.log(
        `${((duration ?? 0) / 1000).toFixed(1).padStart(7)}  ${fullName}  (${file.slice(file.indexOf('/test/') + 1)})`,
      )
  }
}
