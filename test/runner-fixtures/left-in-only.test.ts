import { suite } from "uvu";

const test = suite("left-in only");
test.only("is run", () => {});
test("is not run", () => {});
test.run();
