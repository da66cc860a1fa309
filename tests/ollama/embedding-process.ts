import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo } from '@doctorpy/service-kit/mongo';
import { createModels } from '../../subgraphs/rag/src/models/index.js';
import { meaningOf } from './search-by-meaning.js';

/** Embeds the passages of a database as the service does, until it is killed. */
const [mongoUrl = '', database = '', url = '', model = ''] = process.argv.slice(2);
const connection = await connectMongo({ url: mongoUrl, database, log: silentLogger() });
await meaningOf({ models: createModels(connection), url, model }).index.start();
