/** What the command line can do. */
export const usage = `Accounts and administrators of DoctorPy, for the operator of an installation.

  npm run admin -- <command>                      with the data of npm start, or of DATABASE_URL
  node subgraphs/auth/dist/admin.js <command>     in a container, or wherever auth runs

  create <e-mail> --name <display name>           make an account: an administrator's, unless --role says otherwise
         [--role LEARNER|AUTHOR|ADMIN]            the password is asked for, or made and shown once
  grant <account> <role>                          give a role
  revoke <account> <role>                         take a role away
  suspend <account> --reason <text>               end all sessions and allow no sign-in
         [--until <date>]                         2026-12-31 or 2026-12-31T18:00:00Z; without it, until reinstated
  reinstate <account>                             end a suspension
  reset-second-factor <account>                   for somebody who has lost theirs: remove it, and end all sessions
  list [<beginning>] [--role <role>]              accounts whose address or name begins so

  <account> is an e-mail address or an id. All changes are in the audit log, with the source CLI.`;
