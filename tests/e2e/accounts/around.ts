import { startTestMailbox } from '@doctorpy/testkit';
import { startTestIdentityProvider } from '@doctorpy/testkit/identity-provider';

/** Where the platform's mails arrive. */
export const mailbox = await startTestMailbox();

/** The school that some of its learners sign in with. */
export const school = await startTestIdentityProvider({
  redirectUris: ['https://apprendre.example/connexion/school'],
});

/** Ends both. */
export const closeAround = () => Promise.all([school.stop(), mailbox.close()]);
