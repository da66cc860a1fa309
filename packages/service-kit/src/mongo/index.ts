export { isMongoAway } from './away.js';
export { connectMongo, inTransaction, type MongoOptions, pingMongo } from './connect.js';
export { isDuplicateKey, type Migration, runMigrations } from './migrations.js';
export { insertRecords, replaceRecord } from './whole-records.js';
