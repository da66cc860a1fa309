// The short test of the package, for long: as many scripts of messages as random operations, and others every time.
process.env.FUZZ_RUNS ??= '3000';
process.env.FUZZ_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${process.env.FUZZ_SEED}`);
await import('../../packages/federated-subscriptions/test/integration/hostile-messages.property.test.js');

export {};
