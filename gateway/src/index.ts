export { type GatewayEnv, readEnv } from './env.js';
export { createGateway, type GatewayDependencies, type GatewayServer } from './server.js';
export { startGateway } from './start.js';
