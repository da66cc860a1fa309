/** Five kinds of test, told apart by path; all run as native ES modules compiled by swc. */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['doctorpy-src', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};

/** One throw-away mongod for the whole run, started only when one of these tests runs. */
const withMongo = {
  globalSetup: '<rootDir>/packages/testkit/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/packages/testkit/jest/global-teardown.mjs',
};

export default {
  // Outside the temporary files: those of a test run are removed with it, and compiled tests are worth keeping.
  cacheDirectory: '<rootDir>/.doctorpy/cache/jest',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/**/test/unit/**/*.test.ts'] },
    { ...shared, ...withMongo, displayName: 'integration', testMatch: ['<rootDir>/**/test/integration/**/*.test.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'] },
    // Minutes each: `npm run test:long`, no part of `npm test`.
    { ...shared, ...withMongo, displayName: 'long', testMatch: ['<rootDir>/tests/long/**/*.test.ts'] },
    // They ask a real Ollama: `npm run test:ollama`, which finds or builds one.
    { ...shared, ...withMongo, displayName: 'ollama', testMatch: ['<rootDir>/tests/ollama/**/*.test.ts'] },
  ],
  // Two files at a time, also on two cores, where jest would run all in one process: that one grows without end, and most
  // tests wait for servers. A worker that has grown is replaced.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/packages/testkit/jest/longest-first.mjs',
  // Bringing up real servers and processes takes seconds on a busy machine.
  testTimeout: 60_000,
};
