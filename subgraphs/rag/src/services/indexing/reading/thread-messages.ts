import type { Localised } from '@doctorpy/service-kit/errors';
import type { ReadDocument } from '../formats/read-document.js';

/** What a reading thread tells: that its code is loaded, then one outcome. An error nobody foresaw ends the thread instead. */
export type FromReader =
  | { kind: 'started' }
  | { kind: 'read'; read: ReadDocument }
  | { kind: 'unreadable'; reason: Localised };
