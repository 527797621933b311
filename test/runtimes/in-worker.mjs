// For workerd.
import "tests";

export default {
  async test(_controller, { EMULATOR_URL }) {
    globalThis.EMULATOR_URL = EMULATOR_URL;
    // What nobody handles ends the program elsewhere. Before 2026 workerd told of it too soon, and took it back.
    const unhandled = new Set();
    globalThis.addEventListener("unhandledrejection", ({ promise }) => unhandled.add(promise));
    globalThis.addEventListener("rejectionhandled", ({ promise }) => unhandled.delete(promise));
    const result = await globalThis.runPortableTests(console.error);
    result.failed += unhandled.size;
    console.log(`RESULT ${JSON.stringify(result)}`);
  },
};
