import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PASSWORD } from '../environment.js';
import { type MailEnvironment, mailEnvironment, NEW_PASSWORD } from './mail-environment.js';

let auth: MailEnvironment;
beforeAll(async () => {
  auth = await mailEnvironment();
});
afterAll(() => auth.close());

/** What the audit log tells about an account, oldest first, without its sign-ins. */
async function toldAbout(userId: string) {
  const entries = await auth.connection.collection('audit_log').find({ targetId: userId }).sort({ _id: 1 }).toArray();
  return entries
    .filter(({ action }) => /^(PASSWORD|EMAIL)/.test(action))
    .map(({ action, actorId }) => ({ action, byThemselves: actorId === userId }));
}

it('tells of every password and address that changed, and whose doing it was', async () => {
  const { email, userId, caller, verification: token } = await auth.newcomer();
  await auth.mutate('verifyEmail', { token });
  await auth.mutate('changePassword', { input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } }, caller);
  await auth.mailbox.next(email);
  await auth.mutate('requestPasswordReset', { email });
  const reset = (await auth.mailbox.next(email)).token;
  await auth.mutate('resetPassword', { input: { token: reset, password: PASSWORD } });
  await auth.mailbox.next(email);

  const newEmail = `neuf-${email}`;
  await auth.mutate('requestEmailChange', { input: { newEmail, password: PASSWORD } }, caller);
  await auth.mutate('confirmEmailChange', { token: (await auth.mailbox.next(newEmail)).token });
  await auth.mutate('undoEmailChange', { token: (await auth.mailbox.next(email)).token });

  const actions = ['EMAIL_VERIFIED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'EMAIL_CHANGED', 'EMAIL_CHANGE_UNDONE'];
  expect(await toldAbout(userId)).toEqual(actions.map((action) => ({ action, byThemselves: true })));
});
