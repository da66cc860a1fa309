export { isMongoAway } from './away.js';
export { connectMongo, inTransaction, type MongoOptions, pingMongo } from './connect.js';
export { insertWhole } from './insert-whole.js';
export { isDuplicateKey, type Migration, runMigrations } from './migrations.js';
