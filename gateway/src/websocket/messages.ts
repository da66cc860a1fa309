import type { SubscriptionErrorCode } from '@doctorpy/federated-subscriptions';
import type { GatewayContext } from '../context.js';

/** The words for what goes wrong with a live subscription itself: what happened, and what to do about it. */
export function subscriptionMessage(code: SubscriptionErrorCode, context: GatewayContext | null): string {
  return messages[code][context?.caller.language ?? 'fr'];
}

const messages: Record<SubscriptionErrorCode, { fr: string; en: string }> = {
  RESYNC_REQUIRED: {
    fr: 'Des événements ont pu être manqués. Relisez l’état actuel, puis abonnez-vous de nouveau.',
    en: 'Events may have been missed. Read the current state again, then subscribe again.',
  },
  SUBGRAPH_UNAVAILABLE: {
    fr: 'Une partie de ces données est momentanément indisponible. Réessayez dans quelques secondes.',
    en: 'Part of this data is unavailable for the moment. Try again in a few seconds.',
  },
  SERVICE_UNAVAILABLE: {
    fr: 'Le direct est momentanément indisponible. Reconnectez-vous dans quelques secondes.',
    en: 'Live updates are unavailable for the moment. Connect again in a few seconds.',
  },
  TIMEOUT: {
    fr: 'La réponse a pris trop de temps. Réessayez dans quelques secondes.',
    en: 'The answer took too long. Try again in a few seconds.',
  },
  RATE_LIMITED: {
    fr: 'Trop d’abonnements sont ouverts en même temps. Fermez-en avant d’en ouvrir d’autres.',
    en: 'Too many subscriptions are open at once. Close some before you open others.',
  },
  OPERATION_NOT_ALLOWED: {
    fr: 'Cette opération n’est pas possible ici. Envoyez-la par POST à la même adresse.',
    en: 'This operation is not possible here. Send it by POST to the same address.',
  },
  PAYLOAD_TOO_LARGE: {
    fr: 'L’opération est trop volumineuse. Raccourcissez-la ou demandez moins de champs.',
    en: 'The operation is too large. Shorten it, or ask for fewer fields.',
  },
  TOKEN_EXPIRED: {
    fr: 'Votre jeton d’accès a expiré : renouvelez-le (mutation refreshSession), puis abonnez-vous de nouveau.',
    en: 'Your access token has expired: renew it (mutation refreshSession), then subscribe again.',
  },
  BAD_REQUEST: {
    fr: 'Cette requête HTTP n’est pas une requête GraphQL acceptable : envoyez du JSON {"query": …} avec Content-Type: application/json.',
    en: 'This HTTP request is not an acceptable GraphQL request: send JSON {"query": …} with Content-Type: application/json.',
  },
  INTERNAL: {
    fr: 'Une erreur inattendue s’est produite de notre côté. Réessayez.',
    en: 'Something unexpected went wrong on our side. Try again.',
  },
};
