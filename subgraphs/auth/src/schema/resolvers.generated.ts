/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { me as Query_me } from './account/resolvers/Query/me.js';
import    { users as Query_users } from './account/resolvers/Query/users.js';
import    { grantRole as Mutation_grantRole } from './role/resolvers/Mutation/grantRole.js';
import    { login as Mutation_login } from './session/resolvers/Mutation/login.js';
import    { logout as Mutation_logout } from './session/resolvers/Mutation/logout.js';
import    { refreshSession as Mutation_refreshSession } from './session/resolvers/Mutation/refreshSession.js';
import    { register as Mutation_register } from './account/resolvers/Mutation/register.js';
import    { revokeAllSessions as Mutation_revokeAllSessions } from './session/resolvers/Mutation/revokeAllSessions.js';
import    { revokeRole as Mutation_revokeRole } from './role/resolvers/Mutation/revokeRole.js';
import    { revokeSession as Mutation_revokeSession } from './session/resolvers/Mutation/revokeSession.js';
import    { updateProfile as Mutation_updateProfile } from './account/resolvers/Mutation/updateProfile.js';
import    { AuthPayload } from './session/resolvers/AuthPayload.js';
import    { Session } from './session/resolvers/Session.js';
import    { User as account_User } from './account/resolvers/User.js';
import    { User as role_User } from './role/resolvers/User.js';
import    { User as session_User } from './session/resolvers/User.js';
import    { DateTimeResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { me: Query_me,users: Query_users },
      Mutation: { grantRole: Mutation_grantRole,login: Mutation_login,logout: Mutation_logout,refreshSession: Mutation_refreshSession,register: Mutation_register,revokeAllSessions: Mutation_revokeAllSessions,revokeRole: Mutation_revokeRole,revokeSession: Mutation_revokeSession,updateProfile: Mutation_updateProfile },
      
      AuthPayload: AuthPayload,
Session: Session,
User: { ...account_User,...role_User,...session_User },
DateTime: DateTimeResolver
    }