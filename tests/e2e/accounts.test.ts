import { closeAround, mailbox, school } from './accounts/around.js';
import { onOnePlatform } from './support/shared-platform.js';
import './accounts/second-factor.js';
import './accounts/openid.js';
// Last: it asks for as many mails as one address may.
import './accounts/recovery.js';

onOnePlatform(
  async () => ({
    environment: {
      SMTP_URL: mailbox.url,
      PUBLIC_URL: 'https://apprendre.example',
      AUTH_MAIL_LIMIT_PER_IP: '8',
      AUTH_OIDC_PROVIDERS: 'school',
      AUTH_OIDC_SCHOOL_LABEL: 'Collège Ada-Lovelace',
      AUTH_OIDC_SCHOOL_ISSUER: school.issuer,
      AUTH_OIDC_SCHOOL_CLIENT_ID: school.clientId,
      AUTH_OIDC_SCHOOL_CLIENT_SECRET: school.clientSecret,
      MFA_REQUIRED_ROLES: 'ADMIN',
    },
  }),
  closeAround,
);
