/** Whom a change concerns: one learner, or everybody, since what is published was changed. */
export type Subject = { readonly userId: string } | 'everybody';

/**
 * Where the stamp of a subject is: a hash with one `version`, and one field for each change under way. The one key of Redis
 * that two services use; the braces keep all of them in one slot of Redis Cluster.
 */
export function stampKey(subject: Subject): string {
  return subject === 'everybody' ? 'quest:{standing}' : `quest:{standing}:${subject.userId}`;
}
