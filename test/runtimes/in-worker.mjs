// For workerd.
import "tests";

export default {
  async test(_controller, { EMULATOR_URL }) {
    globalThis.EMULATOR_URL = EMULATOR_URL;
    const result = await globalThis.runPortableTests(console.error);
    console.log(`RESULT ${JSON.stringify(result)}`);
  },
};
