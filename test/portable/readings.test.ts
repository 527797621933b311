import { suite } from "uvu";
import { checks } from "./readings.ts";

const test = suite("readings");

for (const [name, check] of checks()) test(name, check);

test.run();
