/** Issuer and audience of access tokens: auth signs them, the gateway accepts no others. */
export const tokenIssuer = 'doctorpy';
