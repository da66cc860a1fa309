export { isMongoAway } from './away.js';
export { connectMongo, inTransaction, type MongoOptions } from './connect.js';
export { isDuplicateKey, type Migration, runMigrations } from './migrations.js';
