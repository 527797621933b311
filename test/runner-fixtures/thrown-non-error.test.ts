import { suite } from "uvu";

const test = suite("thrown non-error");
test("throws a string", () => {
  throw "a string";
});
test.run();
