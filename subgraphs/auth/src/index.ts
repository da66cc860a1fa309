export { type AuthEnv, readAuthEnv } from './env.js';
export { demoAccounts } from './seed.js';
export { type AuthDeps, type AuthServer, createServer } from './server.js';
export { TOKEN_PARTY } from './services/tokens.js';
