import { suite } from "uvu";

const test = suite("throwing after.each");
test.after.each(() => {
  throw new Error("after each");
});
test("is spoilt by its hook", () => {});
test.run();
