// Runs the tests in workerd.
import "tests";

export default {
  async test(_controller, { EMULATOR_URL }) {
    globalThis.EMULATOR_URL = EMULATOR_URL;
    // Counts unhandled rejections as failures; other runtimes exit on them. Before 2026 workerd reported rejections too early and then
    // withdrew the report.
    const unhandled = new Set();
    globalThis.addEventListener("unhandledrejection", ({ promise }) => unhandled.add(promise));
    globalThis.addEventListener("rejectionhandled", ({ promise }) => unhandled.delete(promise));
    const result = await globalThis.runPortableTests(console.error);
    result.failed += unhandled.size;
    console.log(`RESULT ${JSON.stringify(result)}`);
  },
};
