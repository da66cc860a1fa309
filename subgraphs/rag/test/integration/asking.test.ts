import { afterAll } from '@jest/globals';
import { rag } from './asking/rag.js';
// First: nobody has asked anything before.
import './asking/questions.js';
import './asking/idempotency-keys.js';
import './asking/conversations.js';
import './asking/own-answers.js';
import './asking/gaps.js';
import './asking/quotas.js';

afterAll(() => rag.close());
