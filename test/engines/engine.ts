/** What one engine's part of the test gets, and what it returns. */
export interface EngineTest {
  name: string;
  /** Installs what is missing, and returns the versions. Throws an error that says what to install if it cannot. */
  prepare(): Promise<string>;
  run(settings: EngineTestSettings): Promise<EngineTestResult>;
}

export interface EngineTestSettings {
  uploads: number;
  /** How many kills there are at least. */
  kills: number;
  /** Determines all randomness but the operating system's. */
  seed: number;
}

export interface EngineTestResult {
  /** Processes that were ended with SIGKILL. */
  kills: number;
  requests: number;
  /** Requests that got a 429. */
  refused: number;
  /** Calls of the handler for an upload that had been handled before. */
  duplicates: number;
  /** Uploads that were never handled. */
  lost: number;
  /** What must not have happened, in words. */
  violations: string[];
}
