export { formatRevocation, parseRevocation, type Revocation } from './entry.js';
export { revocationKeys } from './keys.js';
export { createRevocationReader, type RevocationPage, type RevocationReader } from './reader.js';
export { createRevocationWriter, type RevocationWriter } from './writer.js';
