import { suite } from "uvu";

const test = suite("throwing before");
test.before(() => {
  throw new Error("before");
});
test("is never run", () => {});
test.run();
