import { suite } from "uvu";

const test = suite("skipped");
test("is run", () => {});
test.skip("is not run", () => {});
test.run();
