import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AccountDeletionMapper, PersonalDataMapper } from './privacy/schema.mappers.js';
import type { AuditEntryMapper } from './audit/schema.mappers.js';
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
  | 'DATA_EXPORTED'
  | 'DELETION_CANCELLED'
  /** The owner asked for the deletion of their account. */
  | 'DELETION_REQUESTED'
  | 'EMAIL_CHANGED'
  /** By the link that was sent to the former address. */
  | 'EMAIL_CHANGE_UNDONE'
  | 'EMAIL_VERIFIED'
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
  /** A refresh token came back after its use: its session was ended. */
  | 'REFRESH_TOKEN_REUSED'
  | 'ROLE_GRANTED'
  | 'ROLE_REVOKED'
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

export type DeleteMyAccountInput = {
  /** The account's password, again. */
  password: Scalars['String']['input'];
  /** One of the recovery codes, instead. */
  recoveryCode?: InputMaybe<Scalars['String']['input']>;
  /** A code of the second factor, where one is set up. */
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

export type LoginInput = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
  totpCode?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Keeps the account. Does nothing when its deletion was not asked for. */
  cancelAccountDeletion: Scalars['Boolean']['output'];
  /** Ends every session of the caller but the present one. */
  changePassword: Scalars['Boolean']['output'];
  confirmEmailChange: Scalars['Boolean']['output'];
  /**
   * Ends all sessions and hides the learner at once; deletes the account and what belongs to it at dueAt. Signing in and
   * cancelAccountDeletion undo it until then; asking again changes nothing.
   */
  deleteMyAccount: AccountDeletion;
  /** Everything about the caller. A mutation: each export is counted, limited and written to the audit log. */
  exportMyData: PersonalData;
  grantRole: User;
  login: AuthPayload;
  logout: Scalars['Boolean']['output'];
  /** Rotates. Reuse of an old token revokes the whole family, outside a short grace window. The argument is omitted in browser mode. */
  refreshSession: AuthPayload;
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
  /** How many sessions were ended, this one included. */
  revokeAllSessions: Scalars['Int']['output'];
  revokeRole: User;
  revokeSession: Scalars['Boolean']['output'];
  /** Ends all sessions of the account and lets it open none. Again for a suspended account, it replaces reason and end. */
  suspendUser: User;
  /** Gives the account back to its former address: ends every session, and sends a link to choose a new password. */
  undoEmailChange: Scalars['Boolean']['output'];
  updateProfile: User;
  verifyEmail: Scalars['Boolean']['output'];
};


export type MutationchangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationconfirmEmailChangeArgs = {
  token: Scalars['String']['input'];
};


export type MutationdeleteMyAccountArgs = {
  input: DeleteMyAccountInput;
};


export type MutationgrantRoleArgs = {
  role: Role;
  userId: Scalars['ID']['input'];
};


export type MutationloginArgs = {
  input: LoginInput;
};


export type MutationrefreshSessionArgs = {
  refreshToken?: InputMaybe<Scalars['String']['input']>;
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


export type MutationrevokeRoleArgs = {
  role: Role;
  userId: Scalars['ID']['input'];
};


export type MutationrevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationsuspendUserArgs = {
  input: SuspendUserInput;
};


export type MutationundoEmailChangeArgs = {
  token: Scalars['String']['input'];
};


export type MutationupdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationverifyEmailArgs = {
  token: Scalars['String']['input'];
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

export type RegisterInput = {
  displayName: Scalars['String']['input'];
  email: Scalars['String']['input'];
  language?: InputMaybe<Scalars['String']['input']>;
  password: Scalars['String']['input'];
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type RequestEmailChangeInput = {
  newEmail: Scalars['String']['input'];
  /** The account's password, again. */
  password: Scalars['String']['input'];
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
  id: Scalars['ID']['output'];
  /** IETF language tag the platform speaks to this learner: fr or en. */
  language?: Maybe<Scalars['String']['output']>;
  roles?: Maybe<Array<Role>>;
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
  AuditAction: ResolverTypeWrapper<'ACCOUNT_REGISTERED' | 'ACCOUNT_CREATED' | 'LOGIN_SUCCEEDED' | 'LOGIN_FAILED' | 'LOGGED_OUT' | 'SESSION_REVOKED' | 'REFRESH_TOKEN_REUSED' | 'PROFILE_CHANGED' | 'PASSWORD_CHANGED' | 'PASSWORD_RESET' | 'EMAIL_VERIFIED' | 'EMAIL_CHANGED' | 'EMAIL_CHANGE_UNDONE' | 'ROLE_GRANTED' | 'ROLE_REVOKED' | 'USER_SUSPENDED' | 'USER_REINSTATED' | 'DATA_EXPORTED' | 'DELETION_REQUESTED' | 'DELETION_CANCELLED' | 'ACCOUNT_DELETED'>;
  AuditDetail: ResolverTypeWrapper<AuditDetail>;
  AuditEntry: ResolverTypeWrapper<AuditEntryMapper>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  AuditSource: ResolverTypeWrapper<'API' | 'CLI' | 'SCHEDULE'>;
  AuthPayload: ResolverTypeWrapper<Omit<AuthPayload, 'user'> & { user: ResolversTypes['User'] }>;
  ChangePasswordInput: ChangePasswordInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteMyAccountInput: DeleteMyAccountInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LoginInput: LoginInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalDataMapper>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterInput: RegisterInput;
  RequestEmailChangeInput: RequestEmailChangeInput;
  ResetPasswordInput: ResetPasswordInput;
  Role: ResolverTypeWrapper<'LEARNER' | 'AUTHOR' | 'ADMIN'>;
  Session: ResolverTypeWrapper<Session>;
  SuspendUserInput: SuspendUserInput;
  Suspension: ResolverTypeWrapper<SuspensionMapper>;
  UpdateProfileInput: UpdateProfileInput;
  User: ResolverTypeWrapper<Omit<User, 'deletion' | 'roles' | 'suspension'> & { deletion?: Maybe<ResolversTypes['AccountDeletion']>, roles?: Maybe<Array<ResolversTypes['Role']>>, suspension?: Maybe<ResolversTypes['Suspension']> }>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges'> & { edges: Array<ResolversTypes['UserEdge']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
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
  DateTime: Scalars['DateTime']['output'];
  DeleteMyAccountInput: DeleteMyAccountInput;
  JSON: Scalars['JSON']['output'];
  LoginInput: LoginInput;
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
  PageInfo: PageInfo;
  PersonalData: PersonalDataMapper;
  Query: Record<PropertyKey, never>;
  RegisterInput: RegisterInput;
  RequestEmailChangeInput: RequestEmailChangeInput;
  ResetPasswordInput: ResetPasswordInput;
  Session: Session;
  SuspendUserInput: SuspendUserInput;
  Suspension: SuspensionMapper;
  UpdateProfileInput: UpdateProfileInput;
  User: Omit<User, 'deletion' | 'suspension'> & { deletion?: Maybe<ResolversParentTypes['AccountDeletion']>, suspension?: Maybe<ResolversParentTypes['Suspension']> } | FederationReferenceTypes['User'];
  UserConnection: Omit<UserConnection, 'edges'> & { edges: Array<ResolversParentTypes['UserEdge']> };
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  String: Scalars['String']['output'];
};

export type accessDirectiveArgs = {
  rule: Scalars['String']['input'];
};

export type accessDirectiveResolver<Result, Parent, ContextType = AuthContext, Args = accessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountDeletionResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['AccountDeletion'] = ResolversParentTypes['AccountDeletion']> = {
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AuditActionResolvers = EnumResolverSignature<{ ACCOUNT_CREATED?: any, ACCOUNT_DELETED?: any, ACCOUNT_REGISTERED?: any, DATA_EXPORTED?: any, DELETION_CANCELLED?: any, DELETION_REQUESTED?: any, EMAIL_CHANGED?: any, EMAIL_CHANGE_UNDONE?: any, EMAIL_VERIFIED?: any, LOGGED_OUT?: any, LOGIN_FAILED?: any, LOGIN_SUCCEEDED?: any, PASSWORD_CHANGED?: any, PASSWORD_RESET?: any, PROFILE_CHANGED?: any, REFRESH_TOKEN_REUSED?: any, ROLE_GRANTED?: any, ROLE_REVOKED?: any, SESSION_REVOKED?: any, USER_REINSTATED?: any, USER_SUSPENDED?: any }, ResolversTypes['AuditAction']>;

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

export interface JSONScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelAccountDeletion?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationchangePasswordArgs, 'input'>>;
  confirmEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationconfirmEmailChangeArgs, 'token'>>;
  deleteMyAccount?: Resolver<ResolversTypes['AccountDeletion'], ParentType, ContextType, RequireFields<MutationdeleteMyAccountArgs, 'input'>>;
  exportMyData?: Resolver<ResolversTypes['PersonalData'], ParentType, ContextType>;
  grantRole?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationgrantRoleArgs, 'role' | 'userId'>>;
  login?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, RequireFields<MutationloginArgs, 'input'>>;
  logout?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshSession?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, Partial<MutationrefreshSessionArgs>>;
  register?: Resolver<ResolversTypes['AuthPayload'], ParentType, ContextType, RequireFields<MutationregisterArgs, 'input'>>;
  reinstateUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationreinstateUserArgs, 'userId'>>;
  requestEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrequestEmailChangeArgs, 'input'>>;
  requestEmailVerification?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  requestPasswordReset?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrequestPasswordResetArgs, 'email'>>;
  resetPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationresetPasswordArgs, 'input'>>;
  revokeAllSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revokeRole?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationrevokeRoleArgs, 'role' | 'userId'>>;
  revokeSession?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationrevokeSessionArgs, 'id'>>;
  suspendUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationsuspendUserArgs, 'input'>>;
  undoEmailChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationundoEmailChangeArgs, 'token'>>;
  updateProfile?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationupdateProfileArgs, 'input'>>;
  verifyEmail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationverifyEmailArgs, 'token'>>;
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
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  users?: Resolver<Maybe<ResolversTypes['UserConnection']>, ParentType, ContextType, RequireFields<QueryusersArgs, 'first'>>;
};

export type RoleResolvers = EnumResolverSignature<{ ADMIN?: any, AUTHOR?: any, LEARNER?: any }, ResolversTypes['Role']>;

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

export type UserResolvers<ContextType = AuthContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deletion?: Resolver<Maybe<ResolversTypes['AccountDeletion']>, ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<Maybe<Array<ResolversTypes['Role']>>, ParentType, ContextType>;
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
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Role?: RoleResolvers;
  Session?: SessionResolvers<ContextType>;
  Suspension?: SuspensionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = AuthContext> = {
  access?: accessDirectiveResolver<any, any, ContextType>;
};
