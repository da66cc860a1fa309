/* This file was automatically generated. DO NOT UPDATE MANUALLY. */
    import type   { Resolvers } from './types.generated.js';
    import    { auditLog as Query_auditLog } from './audit/resolvers/Query/auditLog.js';
import    { identityProviders as Query_identityProviders } from './identity/resolvers/Query/identityProviders.js';
import    { me as Query_me } from './account/resolvers/Query/me.js';
import    { users as Query_users } from './account/resolvers/Query/users.js';
import    { cancelAccountDeletion as Mutation_cancelAccountDeletion } from './privacy/resolvers/Mutation/cancelAccountDeletion.js';
import    { changePassword as Mutation_changePassword } from './recovery/resolvers/Mutation/changePassword.js';
import    { confirmEmailChange as Mutation_confirmEmailChange } from './recovery/resolvers/Mutation/confirmEmailChange.js';
import    { confirmTotpEnrolment as Mutation_confirmTotpEnrolment } from './second-factor/resolvers/Mutation/confirmTotpEnrolment.js';
import    { deleteMyAccount as Mutation_deleteMyAccount } from './privacy/resolvers/Mutation/deleteMyAccount.js';
import    { disableTotp as Mutation_disableTotp } from './second-factor/resolvers/Mutation/disableTotp.js';
import    { exportMyData as Mutation_exportMyData } from './privacy/resolvers/Mutation/exportMyData.js';
import    { finishOpenIdSignIn as Mutation_finishOpenIdSignIn } from './identity/resolvers/Mutation/finishOpenIdSignIn.js';
import    { grantRole as Mutation_grantRole } from './role/resolvers/Mutation/grantRole.js';
import    { linkIdentity as Mutation_linkIdentity } from './identity/resolvers/Mutation/linkIdentity.js';
import    { login as Mutation_login } from './session/resolvers/Mutation/login.js';
import    { logout as Mutation_logout } from './session/resolvers/Mutation/logout.js';
import    { refreshSession as Mutation_refreshSession } from './session/resolvers/Mutation/refreshSession.js';
import    { regenerateRecoveryCodes as Mutation_regenerateRecoveryCodes } from './second-factor/resolvers/Mutation/regenerateRecoveryCodes.js';
import    { register as Mutation_register } from './account/resolvers/Mutation/register.js';
import    { reinstateUser as Mutation_reinstateUser } from './suspension/resolvers/Mutation/reinstateUser.js';
import    { requestEmailChange as Mutation_requestEmailChange } from './recovery/resolvers/Mutation/requestEmailChange.js';
import    { requestEmailVerification as Mutation_requestEmailVerification } from './recovery/resolvers/Mutation/requestEmailVerification.js';
import    { requestPasswordReset as Mutation_requestPasswordReset } from './recovery/resolvers/Mutation/requestPasswordReset.js';
import    { resetPassword as Mutation_resetPassword } from './recovery/resolvers/Mutation/resetPassword.js';
import    { resetSecondFactor as Mutation_resetSecondFactor } from './second-factor/resolvers/Mutation/resetSecondFactor.js';
import    { revokeAllSessions as Mutation_revokeAllSessions } from './session/resolvers/Mutation/revokeAllSessions.js';
import    { revokeRole as Mutation_revokeRole } from './role/resolvers/Mutation/revokeRole.js';
import    { revokeSession as Mutation_revokeSession } from './session/resolvers/Mutation/revokeSession.js';
import    { startOpenIdSignIn as Mutation_startOpenIdSignIn } from './identity/resolvers/Mutation/startOpenIdSignIn.js';
import    { startTotpEnrolment as Mutation_startTotpEnrolment } from './second-factor/resolvers/Mutation/startTotpEnrolment.js';
import    { suspendUser as Mutation_suspendUser } from './suspension/resolvers/Mutation/suspendUser.js';
import    { undoEmailChange as Mutation_undoEmailChange } from './recovery/resolvers/Mutation/undoEmailChange.js';
import    { unlinkIdentity as Mutation_unlinkIdentity } from './identity/resolvers/Mutation/unlinkIdentity.js';
import    { updateProfile as Mutation_updateProfile } from './account/resolvers/Mutation/updateProfile.js';
import    { verifyEmail as Mutation_verifyEmail } from './recovery/resolvers/Mutation/verifyEmail.js';
import    { AccountDeletion } from './privacy/resolvers/AccountDeletion.js';
import    { AuditDetail } from './audit/resolvers/AuditDetail.js';
import    { AuditEntry } from './audit/resolvers/AuditEntry.js';
import    { AuthPayload } from './session/resolvers/AuthPayload.js';
import    { IdentityProvider } from './identity/resolvers/IdentityProvider.js';
import    { LinkedIdentity } from './identity/resolvers/LinkedIdentity.js';
import    { OpenIdSignIn } from './identity/resolvers/OpenIdSignIn.js';
import    { PersonalData } from './privacy/resolvers/PersonalData.js';
import    { RecoveryCodes } from './second-factor/resolvers/RecoveryCodes.js';
import    { SecondFactor } from './second-factor/resolvers/SecondFactor.js';
import    { Session } from './session/resolvers/Session.js';
import    { Suspension } from './suspension/resolvers/Suspension.js';
import    { TotpEnrolment } from './second-factor/resolvers/TotpEnrolment.js';
import    { User as account_User } from './account/resolvers/User.js';
import    { User as privacy_User } from './privacy/resolvers/User.js';
import    { User as identity_User } from './identity/resolvers/User.js';
import    { User as role_User } from './role/resolvers/User.js';
import    { User as second_factor_User } from './second-factor/resolvers/User.js';
import    { User as session_User } from './session/resolvers/User.js';
import    { User as suspension_User } from './suspension/resolvers/User.js';
import    { DateTimeResolver,JSONResolver } from 'graphql-scalars';
    export const resolvers: Resolvers = {
      Query: { auditLog: Query_auditLog,identityProviders: Query_identityProviders,me: Query_me,users: Query_users },
      Mutation: { cancelAccountDeletion: Mutation_cancelAccountDeletion,changePassword: Mutation_changePassword,confirmEmailChange: Mutation_confirmEmailChange,confirmTotpEnrolment: Mutation_confirmTotpEnrolment,deleteMyAccount: Mutation_deleteMyAccount,disableTotp: Mutation_disableTotp,exportMyData: Mutation_exportMyData,finishOpenIdSignIn: Mutation_finishOpenIdSignIn,grantRole: Mutation_grantRole,linkIdentity: Mutation_linkIdentity,login: Mutation_login,logout: Mutation_logout,refreshSession: Mutation_refreshSession,regenerateRecoveryCodes: Mutation_regenerateRecoveryCodes,register: Mutation_register,reinstateUser: Mutation_reinstateUser,requestEmailChange: Mutation_requestEmailChange,requestEmailVerification: Mutation_requestEmailVerification,requestPasswordReset: Mutation_requestPasswordReset,resetPassword: Mutation_resetPassword,resetSecondFactor: Mutation_resetSecondFactor,revokeAllSessions: Mutation_revokeAllSessions,revokeRole: Mutation_revokeRole,revokeSession: Mutation_revokeSession,startOpenIdSignIn: Mutation_startOpenIdSignIn,startTotpEnrolment: Mutation_startTotpEnrolment,suspendUser: Mutation_suspendUser,undoEmailChange: Mutation_undoEmailChange,unlinkIdentity: Mutation_unlinkIdentity,updateProfile: Mutation_updateProfile,verifyEmail: Mutation_verifyEmail },
      
      AccountDeletion: AccountDeletion,
AuditDetail: AuditDetail,
AuditEntry: AuditEntry,
AuthPayload: AuthPayload,
IdentityProvider: IdentityProvider,
LinkedIdentity: LinkedIdentity,
OpenIdSignIn: OpenIdSignIn,
PersonalData: PersonalData,
RecoveryCodes: RecoveryCodes,
SecondFactor: SecondFactor,
Session: Session,
Suspension: Suspension,
TotpEnrolment: TotpEnrolment,
User: { ...account_User,...privacy_User,...identity_User,...role_User,...second_factor_User,...session_User,...suspension_User },
DateTime: DateTimeResolver,
JSON: JSONResolver
    }