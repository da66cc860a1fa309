import { ragEnvironment } from '../environment.js';

/** The subgraph that all of these ask, without a model at hand. */
export const rag = await ragEnvironment();

/** A question that the lessons answer. */
export const question = { query: 'Comment créer une liste en Python ?', queryType: 'CODE_HELP' };
