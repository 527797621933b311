import { suite } from "uvu";

const test = suite("passing");
test("passes", () => {});
test.run();
