import type { Client } from "./clients.ts";

type Needs = NonNullable<Client["needs"]>;

export const PYTHON: Needs = [{ test: "python3 -m venv --help", debian: "python3-venv" }];
export const JAVA: Needs = [{ test: "javac --release 17 -version && mvn --version", debian: "default-jdk-headless maven" }];
