import { suite } from "uvu";

const test = suite("never settling");
test("waits for ever, with nothing that keeps the process alive", () => new Promise(() => {}));
test.run();
