import type { Topic } from '../topic.js';
import { abstractTypes } from './abstract-types.js';
import { conditions } from './conditions.js';
import { documents } from './documents.js';
import { errors } from './errors.js';
import { interfaceObjects } from './interface-objects.js';
import { keys } from './keys.js';
import { mutations } from './mutations.js';
import { ownership } from './ownership.js';
import { provides } from './provides.js';
import { requires } from './requires.js';
import { strangeAnswers } from './strange-answers.js';
import { values } from './values.js';

/** All situations of the audit. */
export const topics: readonly Topic[] = [
  keys,
  requires,
  provides,
  abstractTypes,
  interfaceObjects,
  ownership,
  values,
  documents,
  conditions,
  mutations,
  errors,
  strangeAnswers,
];
