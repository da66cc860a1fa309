import type { Caller } from '@doctorpy/service-kit/caller';
import { type GraphQLAnswer, startTestMailbox, type TestMailbox } from '@doctorpy/testkit';
import { type AuthEnvironment, authEnvironment, LOGIN, type SignedUp } from '../environment.js';

/** Auth as in {@link authEnvironment}, sending its mails to a real SMTP server. */
export interface MailEnvironment extends AuthEnvironment {
  mailbox: TestMailbox;
  /** Runs a mutation that answers a Boolean, with each variable in place. */
  mutate(name: string, args: Record<string, unknown>, caller?: Partial<Caller>): Promise<GraphQLAnswer>;
  /** Registers, and takes the verification mail out of the way. */
  newcomer(name?: string): Promise<SignedUp & { verification: string }>;
  /** Opens a session with a password; the answer tells whether that went well. */
  login(email: string, password: string): Promise<GraphQLAnswer>;
  /** The versions of an account before which its access tokens are refused. */
  staleVersions(userId: string): Promise<number[]>;
}

export const PUBLIC_URL = 'https://apprendre.example';
export const NEW_PASSWORD = 'un autre choix de mots';

const inputs: Record<string, string> = {
  resetPassword: 'ResetPasswordInput!',
  changePassword: 'ChangePasswordInput!',
  requestEmailChange: 'RequestEmailChangeInput!',
};

export async function mailEnvironment(settings: Record<string, string> = {}): Promise<MailEnvironment> {
  const mailbox = await startTestMailbox();
  const auth = await authEnvironment({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'DoctorPy <bonjour@doctorpy.test>',
    PUBLIC_URL,
    AUTH_MAIL_LIMIT_PER_ADDRESS: '10000',
    AUTH_MAIL_LIMIT_PER_IP: '10000',
    AUTH_LINK_LIMIT_PER_IP: '10000',
    ...settings,
  });
  return {
    ...auth,
    mailbox,
    mutate(name, args, caller) {
      const names = Object.keys(args);
      const types = names.map((arg) => `$${arg}: ${inputs[name] ?? 'String!'}`).join(', ');
      const given = names.map((arg) => `${arg}: $${arg}`).join(', ');
      const query = names.length > 0 ? `mutation (${types}) { ${name}(${given}) }` : `mutation { ${name} }`;
      return auth.ask(query, args, caller);
    },
    async newcomer(name) {
      const person = await auth.signUp(name);
      const { token } = await mailbox.next(person.email);
      return { ...person, verification: token };
    },
    login: (email, password) => auth.ask(LOGIN, { input: { email, password } }),
    async staleVersions(userId) {
      const records = auth.connection.collection<{ _id: string }>('revocations');
      const found = await records.find({ _id: { $regex: `^user:${userId}:` } }).toArray();
      return found.map(({ _id }) => Number(_id.split(':').at(-1)));
    },
    async close() {
      await auth.close();
      await mailbox.close();
    },
  };
}

/** The codes of the wrong fields of an answer. */
export function fieldCodes({ errors = [] }: GraphQLAnswer): string[] {
  return errors.flatMap(({ extensions }) => {
    const fields: unknown = extensions?.fields;
    return Array.isArray(fields) ? fields.map(({ code }) => String(code)) : [];
  });
}
