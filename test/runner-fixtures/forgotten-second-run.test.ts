import { suite } from "uvu";

const first = suite("run");
first("is run", () => {});
first.run();

const second = suite("forgotten");
second("is never run", () => {});
