export { enforceAccess, type Owners } from './enforce.js';
export { type AccessRule, accessRules, readAccessRules, roleProblem, stricter } from './rules.js';
