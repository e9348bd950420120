// Ends a run with one plain line that a machine reads: 'tests: N passed, N failed' (', N skipped' when there are any).
export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never came to an end is no success.
        count[state === 'pending' ? 'failed' : state]++;
      }
      // A file or a hook that failed outside its tests is a failure of its own.
      const own = [module, ...module.children.allSuites()];
      count.failed += own.reduce((sum, part) => sum + part.errors().length, 0);
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    console.log(`\ntests: ${count.passed} passed, ${count.failed} failed${skipped}`);
  }
}
