import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AccountDeletionMapper, PersonalDataMapper } from './privacy/schema.mappers.js';
import type { AuditEntryMapper } from './audit/schema.mappers.js';
import type { SecondFactorMapper } from './second-factor/schema.mappers.js';
import type { SuspensionMapper } from './suspension/schema.mappers.js';
import type { AuthContext } from '../context.js';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string | number; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A UTC instant, as ISO 8601: 2026-01-31T09:30:00.000Z. */
  DateTime: { input: Date | string; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: any; output: any; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An account's deletion that was asked for. Until dueAt its owner may sign in and cancel it. */
export type AccountDeletion = {
  __typename?: 'AccountDeletion';
  dueAt: Scalars['DateTime']['output'];
  requestedAt: Scalars['DateTime']['output'];
};

/** What happened. More may come: treat an unknown one as text. */
export type AuditAction =
  /** An operator made an account. */
  | 'ACCOUNT_CREATED'
  /** The time to change one's mind was over. */
  | 'ACCOUNT_DELETED'
  /** Somebody registered. */
  | 'ACCOUNT_REGISTERED'
  /** An account lost an address it had never proved to somebody who did, and was closed. */
  | 'ADDRESS_RECLAIMED'
  /** Wrong passwords for many accounts within minutes: somebody tries pairs that leaked elsewhere. */
  | 'CREDENTIAL_STUFFING_SUSPECTED'
  | 'DATA_EXPORTED'
  | 'DELETION_CANCELLED'
  /** The owner asked for the deletion of their account. */
  | 'DELETION_REQUESTED'
  | 'EMAIL_CHANGED'
  /** By the link that was sent to the former address. */
  | 'EMAIL_CHANGE_UNDONE'
  | 'EMAIL_VERIFIED'
  /** An account at an OpenID provider may sign in from now on. */
  | 'IDENTITY_LINKED'
  | 'IDENTITY_UNLINKED'
  /** A session was ended from within itself. */
  | 'LOGGED_OUT'
  /** Sign-ins refused: the 1st, 10th, 100th, … of an hour for one account; of unknown addresses, from the 10th for one IP address. */
  | 'LOGIN_FAILED'
  | 'LOGIN_SUCCEEDED'
  /** By somebody who knew the password before. */
  | 'PASSWORD_CHANGED'
  /** By a link sent to the address. */
  | 'PASSWORD_RESET'
  | 'PROFILE_CHANGED'
  | 'RECOVERY_CODES_REPLACED'
  /** In place of a code of the app. */
  | 'RECOVERY_CODE_USED'
  /** A refresh token came back after its use: its session was ended. */
  | 'REFRESH_TOKEN_REUSED'
  | 'ROLE_GRANTED'
  | 'ROLE_REVOKED'
  | 'SECOND_FACTOR_DISABLED'
  | 'SECOND_FACTOR_ENABLED'
  /** By an administrator, or an operator at the command line. */
  | 'SECOND_FACTOR_RESET'
  /** A session was ended from elsewhere. */
  | 'SESSION_REVOKED'
  | 'USER_REINSTATED'
  | 'USER_SUSPENDED';

export type AuditDetail = {
  __typename?: 'AuditDetail';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type AuditEntry = {
  __typename?: 'AuditEntry';
  action: AuditAction;
  actor?: Maybe<User>;
  /** Who did it; null for an operator at the command line and for somebody unknown. */
  actorId?: Maybe<Scalars['ID']['output']>;
  at: Scalars['DateTime']['output'];
  details: Array<AuditDetail>;
  id: Scalars['ID']['output'];
  ip?: Maybe<Scalars['String']['output']>;
  /** As in the x-request-id header of the answer, and in the logs of every service. */
  requestId?: Maybe<Scalars['String']['output']>;
  source: AuditSource;
  target?: Maybe<User>;
  /** The account it was done to. */
  targetId?: Maybe<Scalars['ID']['output']>;
};

export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  edges: Array<AuditEntryEdge>;
  pageInfo: PageInfo;
};

export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  cursor: Scalars['String']['output'];
  node: AuditEntry;
};

export type AuditSource =
  | 'API'
  /** `npm run admin`, run by an operator of the platform. */
  | 'CLI'
  /** The platform itself, when it was due. */
  | 'SCHEDULE';

/** refreshToken is null in browser mode, where it travels in an HttpOnly cookie. */
export type AuthPayload = {
  __typename?: 'AuthPayload';
  accessToken: Scalars['String']['output'];
  accessTokenExpiresAt: Scalars['DateTime']['output'];
  refreshToken?: Maybe<Scalars['String']['output']>;
  user: User;
};

export type ChangePasswordInput = {
  currentPassword: Scalars['String']['input'];
  newPassword: Scalars['String']['input'];
};

export type ConfirmTotpEnrolmentInput = {
  /** Six digits, as the app shows them. */
  totpCode: Scalars['String']['input'];
};

export type DeleteMyAccountInput = {
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
  /** One of the recovery codes, instead. */
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  /** A code of the second factor, where one is set up. */
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

/** The account's password again, and one of the two codes. */
export type DisableTotpInput = {
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

export type FinishOpenIdSignInInput = {
  /** From startOpenIdSignIn. */
  binding: Scalars['String']['input'];
  /** After CONFLICT, with the same input otherwise: closes the account that holds the address without having proved it. */
  claimAddress?: InputMaybe<Scalars['Boolean']['input']>;
  code: Scalars['String']['input'];
  iss?: InputMaybe<Scalars['String']['input']>;
  /** From the path of the page that the provider sent the browser to. */
  provider: Scalars['ID']['input'];
  /** … or a recovery code. */
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  /** The parameters of that page's address, as they came. */
  state: Scalars['String']['input'];
  /** After MFA_REQUIRED, with the same input otherwise: an authenticator's code … */
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

/** A provider of OpenID Connect that people may sign in with, besides their password. */
export type IdentityProvider = {
  __typename?: 'IdentityProvider';
  id: Scalars['ID']['output'];
  /** What a button says. */
  label: Scalars['String']['output'];
};

export type LinkIdentityInput = {
  binding: Scalars['String']['input'];
  code: Scalars['String']['input'];
  iss?: InputMaybe<Scalars['String']['input']>;
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
  provider: Scalars['ID']['input'];
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  state: Scalars['String']['input'];
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

/** An account at a provider that signs in to this one. */
export type LinkedIdentity = {
  __typename?: 'LinkedIdentity';
  /** The address the provider told. */
  email?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  lastUsedAt: Scalars['DateTime']['output'];
  linkedAt: Scalars['DateTime']['output'];
  /** An id of identityProviders, as long as that is configured. */
  provider: Scalars['ID']['output'];
};

export type LoginInput = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
  /** In place of totpCode: a recovery code, which is used up by that. */
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  /** For an account with a second factor: six digits, as the authenticator app shows them. */
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Keeps the account. Does nothing when its deletion was not asked for. */
  cancelAccountDeletion: Scalars['Boolean']['output'];
  /** Ends every session of the caller but the present one. */
  changePassword: Scalars['Boolean']['output'];
  confirmEmailChange: Scalars['Boolean']['output'];
  /** Ends every session of the caller but the present one. Refresh it afterwards where a role was withheld. */
  confirmTotpEnrolment: RecoveryCodes;
  /**
   * Ends all sessions and hides the learner at once; deletes the account and what belongs to it at dueAt. Signing in and
   * cancelAccountDeletion undo it until then; asking again changes nothing.
   */
  deleteMyAccount: AccountDeletion;
  /** Access tokens are stale afterwards: refresh the session. Does nothing without a second factor. */
  disableTotp: User;
  /** Everything about the caller. A mutation: each export is counted, limited and written to the audit log. */
  exportMyData: PersonalData;
  /**
   * The first time, it makes an account without a password. CONFLICT when the address has an account already: sign in to that
   * one and call linkIdentity with the same input.
   */
  finishOpenIdSignIn: AuthPayload;
  grantRole: User;
  linkIdentity: LinkedIdentity;
  login: AuthPayload;
  logout: Scalars['Boolean']['output'];
  /** Rotates. Reuse of an old token revokes the whole family, outside a short grace window. The argument is omitted in browser mode. */
  refreshSession: AuthPayload;
  /** Former recovery codes are void. */
  regenerateRecoveryCodes: RecoveryCodes;
  register: AuthPayload;
  /** Does nothing for an account that is not suspended. */
  reinstateUser: User;
  /** Sends a link to the new address. Nothing changes before it is confirmed there. */
  requestEmailChange: Scalars['Boolean']['output'];
  /** Sends the caller a link that proves their address; sends nothing when it is proved already. */
  requestEmailVerification: Scalars['Boolean']['output'];
  /** The same answer whether or not the address belongs to an account; only its owner receives a mail. */
  requestPasswordReset: Scalars['Boolean']['output'];
  /** Ends every session of the account. */
  resetPassword: Scalars['Boolean']['output'];
  /** For somebody who has lost it: removes the second factor and ends every session of the account. Does nothing without one. */
  resetSecondFactor: User;
  /** How many sessions were ended, this one included. */
  revokeAllSessions: Scalars['Int']['output'];
  revokeRole: User;
  revokeSession: Scalars['Boolean']['output'];
  startOpenIdSignIn: OpenIdSignIn;
  /** Nothing changes before the enrolment is confirmed. Again, it draws another secret. */
  startTotpEnrolment: TotpEnrolment;
  /** Ends all sessions of the account and lets it open none. Again for a suspended account, it replaces reason and end. */
  suspendUser: User;
  /** Gives the account back to its former address: ends every session, and sends a link to choose a new password. */
  undoEmailChange: Scalars['Boolean']['output'];
  /** Never the last way into the account. */
  unlinkIdentity: Scalars['Boolean']['output'];
  updateProfile: User;
  verifyEmail: Scalars['Boolean']['output'];
};


export type MutationchangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationconfirmEmailChangeArgs = {
  token: Scalars['String']['input'];
};


export type MutationconfirmTotpEnrolmentArgs = {
  input: ConfirmTotpEnrolmentInput;
};


export type MutationdeleteMyAccountArgs = {
  input: DeleteMyAccountInput;
};


export type MutationdisableTotpArgs = {
  input: DisableTotpInput;
};


export type MutationfinishOpenIdSignInArgs = {
  input: FinishOpenIdSignInInput;
};


export type MutationgrantRoleArgs = {
  role: Role;
  userId: Scalars['ID']['input'];
};


export type MutationlinkIdentityArgs = {
  input: LinkIdentityInput;
};


export type MutationloginArgs = {
  input: LoginInput;
};


export type MutationrefreshSessionArgs = {
  refreshToken?: InputMaybe<Scalars['String']['input']>;
};


export type MutationregenerateRecoveryCodesArgs = {
  input: RegenerateRecoveryCodesInput;
};


export type MutationregisterArgs = {
  input: RegisterInput;
};


export type MutationreinstateUserArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationrequestEmailChangeArgs = {
  input: RequestEmailChangeInput;
};


export type MutationrequestPasswordResetArgs = {
  email: Scalars['String']['input'];
};


export type MutationresetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationresetSecondFactorArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationrevokeRoleArgs = {
  role: Role;
  userId: Scalars['ID']['input'];
};


export type MutationrevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationstartOpenIdSignInArgs = {
  provider: Scalars['ID']['input'];
};


export type MutationstartTotpEnrolmentArgs = {
  input: StartTotpEnrolmentInput;
};


export type MutationsuspendUserArgs = {
  input: SuspendUserInput;
};


export type MutationundoEmailChangeArgs = {
  token: Scalars['String']['input'];
};


export type MutationunlinkIdentityArgs = {
  input: UnlinkIdentityInput;
};


export type MutationupdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationverifyEmailArgs = {
  token: Scalars['String']['input'];
};

/** A sign-in at a provider that has begun. Keep it in the browser that began it, in sessionStorage: never in a URL. */
export type OpenIdSignIn = {
  __typename?: 'OpenIdSignIn';
  /** Where the browser goes next. The provider sends it back to /connexion/<provider> of the front end. */
  authorizationUrl: Scalars['String']['output'];
  /** Proves that the same browser finishes. A secret. */
  binding: Scalars['String']['output'];
  expiresAt: Scalars['DateTime']['output'];
  /** Comes back with the browser: find what you kept by it. */
  state: Scalars['String']['output'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

/**
 * What the platform holds about its caller, a part from each service; the parts are described in docs/reference/privacy.md.
 * When errors come with it, a part that is null is missing: the export is incomplete then, and can be asked for again.
 */
export type PersonalData = {
  __typename?: 'PersonalData';
  /** Account, sessions, mails and what the audit log says about the account. */
  account?: Maybe<Scalars['JSON']['output']>;
  /** Of the shape of the parts; goes up when one changes other than by growing. */
  formatVersion?: Maybe<Scalars['Int']['output']>;
  generatedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** Newest first; since is included, until is not. */
  auditLog?: Maybe<AuditEntryConnection>;
  identityProviders?: Maybe<Array<IdentityProvider>>;
  /** The caller; null when anonymous. */
  me?: Maybe<User>;
  /** Oldest first; search is the beginning of an e-mail address or of a display name, accents and case aside. */
  users?: Maybe<UserConnection>;
};


export type QueryauditLogArgs = {
  action?: InputMaybe<AuditAction>;
  actorId?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  since?: InputMaybe<Scalars['DateTime']['input']>;
  targetId?: InputMaybe<Scalars['ID']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryusersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};

/** Each opens the account once, in place of a code of the app. Shown once: they cannot be read again. */
export type RecoveryCodes = {
  __typename?: 'RecoveryCodes';
  codes: Array<Scalars['String']['output']>;
  user: User;
};

/** The account's password again, and one of the two codes. */
export type RegenerateRecoveryCodesInput = {
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

export type RegisterInput = {
  displayName: Scalars['String']['input'];
  email: Scalars['String']['input'];
  language?: InputMaybe<Scalars['String']['input']>;
  password: Scalars['String']['input'];
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type RequestEmailChangeInput = {
  newEmail: Scalars['String']['input'];
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
};

export type ResetPasswordInput = {
  password: Scalars['String']['input'];
  /** From the link in the mail. */
  token: Scalars['String']['input'];
};

export type Role =
  | 'ADMIN'
  | 'AUTHOR'
  | 'LEARNER';

/** Signing in with a code besides the password. */
export type SecondFactor = {
  __typename?: 'SecondFactor';
  /** Null as long as it is off. */
  enabledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Recovery codes that were not used yet. */
  recoveryCodesLeft: Scalars['Int']['output'];
  /** Does a role of the account need it? Such a role is withheld until it is enabled. */
  required: Scalars['Boolean']['output'];
};

export type Session = {
  __typename?: 'Session';
  createdAt: Scalars['DateTime']['output'];
  /** Is this the session of the request itself? */
  current: Scalars['Boolean']['output'];
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  ip?: Maybe<Scalars['String']['output']>;
  lastUsedAt: Scalars['DateTime']['output'];
  userAgent?: Maybe<Scalars['String']['output']>;
};

export type StartTotpEnrolmentInput = {
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
};

export type SuspendUserInput = {
  /** 3 to 500 characters, for administrators. */
  reason: Scalars['String']['input'];
  /** In the future; without it the suspension lasts until reinstateUser. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
  userId: Scalars['ID']['input'];
};

/** An account that may not sign in for now. */
export type Suspension = {
  __typename?: 'Suspension';
  at: Scalars['DateTime']['output'];
  /** The administrator; null for an operator at the command line. */
  by?: Maybe<User>;
  /** For administrators; the account's owner is never told. */
  reason: Scalars['String']['output'];
  /** When it ends by itself; null when only reinstateUser ends it. */
  until?: Maybe<Scalars['DateTime']['output']>;
};

/** What an authenticator app needs to know (RFC 6238: six digits, every 30 seconds). Shown once. */
export type TotpEnrolment = {
  __typename?: 'TotpEnrolment';
  /** Confirm before: after that, begin again. */
  expiresAt: Scalars['DateTime']['output'];
  /** For an app on the same device. */
  otpauthUrl: Scalars['String']['output'];
  /** The same as an image: data:image/svg+xml;base64,… */
  qrCodeDataUrl: Scalars['String']['output'];
  /** Base32, for typing. */
  secret: Scalars['String']['output'];
};

export type UnlinkIdentityInput = {
  id: Scalars['ID']['input'];
  /** The account's password, again. Without one, a session that began in the last 10 minutes. */
  password?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateProfileInput = {
  displayName?: InputMaybe<Scalars['String']['input']>;
  language?: InputMaybe<Scalars['String']['input']>;
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type User = {
  __typename?: 'User';
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null unless the account is about to be deleted. */
  deletion?: Maybe<AccountDeletion>;
  /** A public handle: learners may be minors, so never a real name or an e-mail address. */
  displayName?: Maybe<Scalars['String']['output']>;
  email?: Maybe<Scalars['String']['output']>;
  emailVerified?: Maybe<Scalars['Boolean']['output']>;
  /** Without one, resetPassword sets it. */
  hasPassword?: Maybe<Scalars['Boolean']['output']>;
  id: Scalars['ID']['output'];
  identities?: Maybe<Array<LinkedIdentity>>;
  /** IETF language tag the platform speaks to this learner: fr or en. */
  language?: Maybe<Scalars['String']['output']>;
  roles?: Maybe<Array<Role>>;
  secondFactor?: Maybe<SecondFactor>;
  sessions?: Maybe<Array<Session>>;
  /** Null when the account may sign in. */
  suspension?: Maybe<Suspension>;
  /** IANA time zone, for example Europe/Paris. */
  timeZone?: Maybe<Scalars['String']['output']>;
};

export type UserConnection = {
  __typename?: 'UserConnection';
  edges: Array<UserEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type UserEdge = {
  __typename?: 'UserEdge';
  cursor: Scalars['String']['output'];
  node: User;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  PersonalData: PersonalData;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  PersonalData:
    ( { __typename: 'PersonalData' }
    & GraphQLRecursivePick<FederationTypes['PersonalData'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountDeletion: ResolverTypeWrapper<AccountDeletionMapper>;
  AuditAction: ResolverTypeWrapper<'ACCOUNT_REGISTERED' | 'ACCOUNT_CREATED' | 'LOGIN_SUCCEEDED' | 'LOGIN_FAILED' | 'CREDENTIAL_STUFFING_SUSPECTED' | 'LOGGED_OUT' | 'SESSION_REVOKED' | 'REFRESH_TOKEN_REUSED' | 'PROFILE_CHANGED' | 'PASSWORD_CHANGED' | 'PASSWORD_RESET' | 'EMAIL_VERIFIED' | 'EMAIL_CHANGED' | 'EMAIL_CHANGE_UNDONE' | 'ROLE_GRANTED' | 'ROLE_REVOKED' | 'USER_SUSPENDED' | 'USER_REINSTATED' | 'IDENTITY_LINKED' | 'IDENTITY_UNLINKED' | 'ADDRESS_RECLAIMED' | 'SECOND_FACTOR_ENABLED' | 'SECOND_FACTOR_DISABLED' | 'SECOND_FACTOR_RESET' | 'RECOVERY_CODE_USED' | 'RECOVERY_CODES_REPLACED' | 'DATA_EXPORTED' | 'DELETION_REQUESTED' | 'DELETION_CANCELLED' | 'ACCOUNT_DELETED'>;
  AuditDetail: ResolverTypeWrapper<AuditDetail>;
  AuditEntry: ResolverTypeWrapper<AuditEntryMapper>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  AuditSource: ResolverTypeWrapper<'API' | 'CLI' | 'SCHEDULE'>;
  AuthPayload: ResolverTypeWrapper<Omit<AuthPayload, 'user'> & { user: ResolversTypes['User'] }>;
  ChangePasswordInput: ChangePasswordInput;
  ConfirmTotpEnrolmentInput: ConfirmTotpEnrolmentInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteMyAccountInput: DeleteMyAccountInput;
  DisableTotpInput: DisableTotpInput;
  FinishOpenIdSignInInput: FinishOpenIdSignInInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  IdentityProvider: ResolverTypeWrapper<IdentityProvider>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LinkIdentityInput: LinkIdentityInput;
  LinkedIdentity: ResolverTypeWrapper<LinkedIdentity>;
  LoginInput: LoginInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenIdSignIn: ResolverTypeWrapper<OpenIdSignIn>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalDataMapper>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecoveryCodes: ResolverTypeWrapper<Omit<RecoveryCodes, 'user'> & { user: ResolversTypes['User'] }>;
  RegenerateRecoveryCodesInput: RegenerateRecoveryCodesInput;
  RegisterInput: RegisterInput;
  RequestEmailChangeInput: RequestEmailChangeInput;
  ResetPasswordInput: ResetPasswordInput;
  Role: ResolverTypeWrapper<'LEARNER' | 'AUTHOR' | 'ADMIN'>;
  SecondFactor: ResolverTypeWrapper<SecondFactorMapper>;
  Session: ResolverTypeWrapper<Session>;
  StartTotpEnrolmentInput: StartTotpEnrolmentInput;
  SuspendUserInput: SuspendUserInput;
  Suspension: ResolverTypeWrapper<SuspensionMapper>;
  TotpEnrolment: ResolverTypeWrapper<TotpEnrolment>;
  UnlinkIdentityInput: UnlinkIdentityInput;
  UpdateProfileInput: UpdateProfileInput;
  User: ResolverTypeWrapper<Omit<User, 'deletion' | 'roles' | 'secondFactor' | 'suspension'> & { deletion?: Maybe<ResolversTypes['AccountDeletion']>, roles?: Maybe<Array<ResolversTypes['Role']>>, secondFactor?: Maybe<ResolversTypes['SecondFactor']>, suspension?: Maybe<ResolversTypes['Suspension']> }>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: Array<ResolversTypes['UserEdge']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountDeletion: AccountDeletionMapper;
  AuditDetail: AuditDetail;
  AuditEntry: AuditEntryMapper;
  ID: Scalars['ID']['output'];
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['AuditEntryEdge']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  AuthPayload: Omit<AuthPayload, 'user'> & { user: ResolversParentTypes['User'] };
  ChangePasswordInput: ChangePasswordInput;
  ConfirmTotpEnrolmentInput: ConfirmTotpEnrolmentInput;
  DateTime: Scalars['DateTime']['output'];
  DeleteMyAccountInput: DeleteMyAccountInput;
  DisableTotpInput: DisableTotpInput;
  FinishOpenIdSignInInput: FinishOpenIdSignInInput;
  Boolean: Scalars['Boolean']['output'];
  IdentityProvider: IdentityProvider;
  JSON: Scalars['JSON']['output'];
  LinkIdentityInput: LinkIdentityInput;
  LinkedIdentity: LinkedIdentity;
  LoginInput: LoginInput;
  Mutation: Record<PropertyKey, never>;
  OpenIdSignIn: OpenIdSignIn;
  PageInfo: PageInfo;
  PersonalData: PersonalDataMapper;
  Query: Record<PropertyKey, never>;
  RecoveryCodes: Omit<RecoveryCodes, 'user'> & { user: ResolversParentTypes['User'] };
  RegenerateRecoveryCodesInput: RegenerateRecoveryCodesInput;
  RegisterInput: RegisterInput;
  RequestEmailChangeInput: RequestEmailChangeInput;
  ResetPasswordInput: ResetPasswordInput;
  SecondFactor: SecondFactorMapper;
  Session: Session;
  StartTotpEnrolmentInput: StartTotpEnrolmentInput;
  SuspendUserInput: SuspendUserInput;
  Suspension: SuspensionMapper;
  TotpEnrolment: TotpEnrolment;
  UnlinkIdentityInput: UnlinkIdentityInput;
  UpdateProfileInput: UpdateProfileInput;
  User: Omit<User, 'deletion' | 'secondFactor' | 'suspension'> & { deletion?: Maybe<ResolversParentTypes['AccountDeletion']>, secondFactor?: Maybe<ResolversParentTypes['SecondFactor']>, suspension?: Maybe<ResolversParentTypes['Suspension']> } | FederationReferenceTypes['User'];
  UserConnection: Omit<UserConnection, 'edges'> & { edges: Array<ResolversParentTypes['UserEdge']> };
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
};

export type accessDirectiveArgs = {
  rule: Scalars['String']['input'];
};

export type accessDirectiveResolver<Result, Parent, ContextType = AuthContext, Args = accessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type cacheControlDirectiveArgs = {
  maxAge: Scalars['Int']['input'];
};

export type cacheControlDirectiveResolver<Result, Parent, ContextType = AuthContext, Args = cacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountDeletionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AccountDeletion'] = ResolversParentTypes['AccountDeletion']> = {
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AuditActionResolvers = EnumResolverSignature<{ ACCOUNT_CREATED?: any, ACCOUNT_DELETED?: any, ACCOUNT_REGISTERED?: any, ADDRESS_RECLAIMED?: any, CREDENTIAL_STUFFING_SUSPECTED?: any, DATA_EXPORTED?: any, DELETION_CANCELLED?: any, DELETION_REQUESTED?: any, EMAIL_CHANGED?: any, EMAIL_CHANGE_UNDONE?: any, EMAIL_VERIFIED?: any, IDENTITY_LINKED?: any, IDENTITY_UNLINKED?: any, LOGGED_OUT?: any, LOGIN_FAILED?: any, LOGIN_SUCCEEDED?: any, PASSWORD_CHANGED?: any, PASSWORD_RESET?: any, PROFILE_CHANGED?: any, RECOVERY_CODES_REPLACED?: any, RECOVERY_CODE_USED?: any, REFRESH_TOKEN_REUSED?: any, ROLE_GRANTED?: any, ROLE_REVOKED?: any, SECOND_FACTOR_DISABLED?: any, SECOND_FACTOR_ENABLED?: any, SECOND_FACTOR_RESET?: any, SESSION_REVOKED?: any, USER_REINSTATED?: any, USER_SUSPENDED?: any }, ResolversTypes['AuditAction']>;

export type AuditDetailResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AuditDetail'] = ResolversParentTypes['AuditDetail']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action?: Resolver<ResolversTypes['AuditAction'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  actorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  details?: Resolver<Array<ResolversTypes['AuditDetail']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ip?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['AuditSource'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  targetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditSourceResolvers = EnumResolverSignature<{ API?: any, CLI?: any, SCHEDULE?: any }, ResolversTypes['AuditSource']>;

export type AuthPayloadResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AuthPayload'] = ResolversParentTypes['AuthPayload']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdentityProviderResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['IdentityProvider'] = ResolversParentTypes['IdentityProvider']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LinkedIdentityResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['LinkedIdentity'] = ResolversParentTypes['LinkedIdentity']> = {
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  linkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelAccountDeletion?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationchangePasswordArgs, 'input'>>;
  confirmEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationconfirmEmailChangeArgs, 'token'>>;
  confirmTotpEnrolment?: Resolver<ResolversTypes['RecoveryCodes'], ParentType, ContextType, RequireFields<MutationconfirmTotpEnrolmentArgs, 'input'>>;
  deleteMyAccount?: Resolver<ResolversTypes['AccountDeletion'], ParentType, ContextType, RequireFields<MutationdeleteMyAccountArgs, 'input'>>;
  disableTotp?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationdisableTotpArgs, 'input'>>;
  exportMyData?: Resolver<ResolversTypes['PersonalData'], ParentType, ContextType>;
  finishOpenIdSignIn?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, RequireFields<MutationfinishOpenIdSignInArgs, 'input'>>;
  grantRole?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationgrantRoleArgs, 'role' | 'userId'>>;
  linkIdentity?: Resolver<ResolversTypes['LinkedIdentity'], ParentType, ContextType, RequireFields<MutationlinkIdentityArgs, 'input'>>;
  login?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, RequireFields<MutationloginArgs, 'input'>>;
  logout?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshSession?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, Partial<MutationrefreshSessionArgs>>;
  regenerateRecoveryCodes?: Resolver<ResolversTypes['RecoveryCodes'], ParentType, ContextType, RequireFields<MutationregenerateRecoveryCodesArgs, 'input'>>;
  register?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, RequireFields<MutationregisterArgs, 'input'>>;
  reinstateUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationreinstateUserArgs, 'userId'>>;
  requestEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrequestEmailChangeArgs, 'input'>>;
  requestEmailVerification?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  requestPasswordReset?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrequestPasswordResetArgs, 'email'>>;
  resetPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationresetPasswordArgs, 'input'>>;
  resetSecondFactor?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationresetSecondFactorArgs, 'userId'>>;
  revokeAllSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revokeRole?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationrevokeRoleArgs, 'role' | 'userId'>>;
  revokeSession?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrevokeSessionArgs, 'id'>>;
  startOpenIdSignIn?: Resolver<ResolversTypes['OpenIdSignIn'], ParentType, ContextType, RequireFields<MutationstartOpenIdSignInArgs, 'provider'>>;
  startTotpEnrolment?: Resolver<ResolversTypes['TotpEnrolment'], ParentType, ContextType, RequireFields<MutationstartTotpEnrolmentArgs, 'input'>>;
  suspendUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationsuspendUserArgs, 'input'>>;
  undoEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationundoEmailChangeArgs, 'token'>>;
  unlinkIdentity?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationunlinkIdentityArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationupdateProfileArgs, 'input'>>;
  verifyEmail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationverifyEmailArgs, 'token'>>;
};

export type OpenIdSignInResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['OpenIdSignIn'] = ResolversParentTypes['OpenIdSignIn']> = {
  authorizationUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  binding?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData'], FederationReferenceType extends FederationReferenceTypes['PersonalData'] = FederationReferenceTypes['PersonalData']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PersonalData']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  formatVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  generatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditLog?: Resolver<Maybe<ResolversTypes['AuditEntryConnection']>, ParentType, ContextType, RequireFields<QueryauditLogArgs, 'first'>>;
  identityProviders?: Resolver<Maybe<Array<ResolversTypes['IdentityProvider']>>, ParentType, ContextType>;
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryusersArgs, 'first'>>;
};

export type RecoveryCodesResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['RecoveryCodes'] = ResolversParentTypes['RecoveryCodes']> = {
  codes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type RoleResolvers = EnumResolverSignature<{ ADMIN?: any, AUTHOR?: any, LEARNER?: any }, ResolversTypes['Role']>;

export type SecondFactorResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['SecondFactor'] = ResolversParentTypes['SecondFactor']> = {
  enabledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  recoveryCodesLeft?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  required?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ip?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SuspensionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['Suspension'] = ResolversParentTypes['Suspension']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TotpEnrolmentResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['TotpEnrolment'] = ResolversParentTypes['TotpEnrolment']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  otpauthUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  qrCodeDataUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deletion?: Resolver<Maybe<ResolversTypes['AccountDeletion']>, ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  hasPassword?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identities?: Resolver<Maybe<Array<ResolversTypes['LinkedIdentity']>>, ParentType, ContextType>;
  language?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<Maybe<Array<ResolversTypes['Role']>>, ParentType, ContextType>;
  secondFactor?: Resolver<Maybe<ResolversTypes['SecondFactor']>, ParentType, ContextType>;
  sessions?: Resolver<Maybe<Array<ResolversTypes['Session']>>, ParentType, ContextType>;
  suspension?: Resolver<Maybe<ResolversTypes['Suspension']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type Resolvers<ContextType = AuthContext> = {
  AccountDeletion?: AccountDeletionResolvers<ContextType>;
  AuditAction?: AuditActionResolvers;
  AuditDetail?: AuditDetailResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  AuditSource?: AuditSourceResolvers;
  AuthPayload?: AuthPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  IdentityProvider?: IdentityProviderResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LinkedIdentity?: LinkedIdentityResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenIdSignIn?: OpenIdSignInResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecoveryCodes?: RecoveryCodesResolvers<ContextType>;
  Role?: RoleResolvers;
  SecondFactor?: SecondFactorResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  Suspension?: SuspensionResolvers<ContextType>;
  TotpEnrolment?: TotpEnrolmentResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = AuthContext> = {
  access?: accessDirectiveResolver<any, any, ContextType>;
  cacheControl?: cacheControlDirectiveResolver<any, any, ContextType>;
};
