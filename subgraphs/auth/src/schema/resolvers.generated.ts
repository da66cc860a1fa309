/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { auditLog as Query_auditLog } from './audit/resolvers/Query/auditLog.js';
import    { me as Query_me } from './account/resolvers/Query/me.js';
import    { users as Query_users } from './account/resolvers/Query/users.js';
import    { cancelAccountDeletion as Mutation_cancelAccountDeletion } from './privacy/resolvers/Mutation/cancelAccountDeletion.js';
import    { changePassword as Mutation_changePassword } from './recovery/resolvers/Mutation/changePassword.js';
import    { confirmEmailChange as Mutation_confirmEmailChange } from './recovery/resolvers/Mutation/confirmEmailChange.js';
import    { deleteMyAccount as Mutation_deleteMyAccount } from './privacy/resolvers/Mutation/deleteMyAccount.js';
import    { exportMyData as Mutation_exportMyData } from './privacy/resolvers/Mutation/exportMyData.js';
import    { grantRole as Mutation_grantRole } from './role/resolvers/Mutation/grantRole.js';
import    { login as Mutation_login } from './session/resolvers/Mutation/login.js';
import    { logout as Mutation_logout } from './session/resolvers/Mutation/logout.js';
import    { refreshSession as Mutation_refreshSession } from './session/resolvers/Mutation/refreshSession.js';
import    { register as Mutation_register } from './account/resolvers/Mutation/register.js';
import    { reinstateUser as Mutation_reinstateUser } from './suspension/resolvers/Mutation/reinstateUser.js';
import    { requestEmailChange as Mutation_requestEmailChange } from './recovery/resolvers/Mutation/requestEmailChange.js';
import    { requestEmailVerification as Mutation_requestEmailVerification } from './recovery/resolvers/Mutation/requestEmailVerification.js';
import    { requestPasswordReset as Mutation_requestPasswordReset } from './recovery/resolvers/Mutation/requestPasswordReset.js';
import    { resetPassword as Mutation_resetPassword } from './recovery/resolvers/Mutation/resetPassword.js';
import    { revokeAllSessions as Mutation_revokeAllSessions } from './session/resolvers/Mutation/revokeAllSessions.js';
import    { revokeRole as Mutation_revokeRole } from './role/resolvers/Mutation/revokeRole.js';
import    { revokeSession as Mutation_revokeSession } from './session/resolvers/Mutation/revokeSession.js';
import    { suspendUser as Mutation_suspendUser } from './suspension/resolvers/Mutation/suspendUser.js';
import    { undoEmailChange as Mutation_undoEmailChange } from './recovery/resolvers/Mutation/undoEmailChange.js';
import    { updateProfile as Mutation_updateProfile } from './account/resolvers/Mutation/updateProfile.js';
import    { verifyEmail as Mutation_verifyEmail } from './recovery/resolvers/Mutation/verifyEmail.js';
import    { AccountDeletion } from './privacy/resolvers/AccountDeletion.js';
import    { AuditDetail } from './audit/resolvers/AuditDetail.js';
import    { AuditEntry } from './audit/resolvers/AuditEntry.js';
import    { AuthPayload } from './session/resolvers/AuthPayload.js';
import    { PersonalData } from './privacy/resolvers/PersonalData.js';
import    { Session } from './session/resolvers/Session.js';
import    { Suspension } from './suspension/resolvers/Suspension.js';
import    { User as account_User } from './account/resolvers/User.js';
import    { User as privacy_User } from './privacy/resolvers/User.js';
import    { User as role_User } from './role/resolvers/User.js';
import    { User as session_User } from './session/resolvers/User.js';
import    { User as suspension_User } from './suspension/resolvers/User.js';
import    { DateTimeResolver,JSONResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { auditLog: Query_auditLog,me: Query_me,users: Query_users },
      Mutation: { cancelAccountDeletion: Mutation_cancelAccountDeletion,changePassword: Mutation_changePassword,confirmEmailChange: Mutation_confirmEmailChange,deleteMyAccount: Mutation_deleteMyAccount,exportMyData: Mutation_exportMyData,grantRole: Mutation_grantRole,login: Mutation_login,logout: Mutation_logout,refreshSession: Mutation_refreshSession,register: Mutation_register,reinstateUser: Mutation_reinstateUser,requestEmailChange: Mutation_requestEmailChange,requestEmailVerification: Mutation_requestEmailVerification,requestPasswordReset: Mutation_requestPasswordReset,resetPassword: Mutation_resetPassword,revokeAllSessions: Mutation_revokeAllSessions,revokeRole: Mutation_revokeRole,revokeSession: Mutation_revokeSession,suspendUser: Mutation_suspendUser,undoEmailChange: Mutation_undoEmailChange,updateProfile: Mutation_updateProfile,verifyEmail: Mutation_verifyEmail },
      
      AccountDeletion: AccountDeletion,
AuditDetail: AuditDetail,
AuditEntry: AuditEntry,
AuthPayload: AuthPayload,
PersonalData: PersonalData,
Session: Session,
Suspension: Suspension,
User: { ...account_User,...privacy_User,...role_User,...session_User,...suspension_User },
DateTime: DateTimeResolver,
JSON: JSONResolver
    }