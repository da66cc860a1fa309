import type { Texts } from './texts.js';

/** What the page says in French. */
export const french: Texts = {
  pageTitle: 'Classement · DoctorPy',
  heading: 'Classement',
  skip: 'Aller au classement',
  periodLegend: 'Période',
  periods: { DAILY: 'Jour', WEEKLY: 'Semaine', MONTHLY: 'Mois', ALL_TIME: 'Toujours' },
  sinceTheBeginning: 'depuis le début',
  categoryLabel: 'Thème',
  allCategories: 'Tous les thèmes',
  players: (count) => (count === 0 ? 'personne pour l’instant' : `${whole(count)} élève${count > 1 ? 's' : ''}`),
  points: (score) => `${whole(score)} point${score > 1 ? 's' : ''}`,
  pointsUnit: 'pts',
  rank: (rank) => (rank === 1 ? '1ᵉʳ' : `${whole(rank)}ᵉ`),
  you: 'vous',
  nameless: 'Élève',
  link: { connecting: 'connexion…', live: 'en direct', reconnecting: 'reconnexion…', offline: 'hors ligne' },
  staleNotice: 'Voici le dernier classement reçu. Il se mettra à jour tout seul dès le retour de la connexion.',
  loading: 'Le classement arrive…',
  emptyTitle: 'La page est blanche',
  emptyText: 'Personne n’a encore marqué de points ici. La première bonne réponse d’une quête ouvrira le classement.',
  refusedTitle: 'Ce classement n’existe pas',
  refusedText: 'L’adresse nomme un thème que la plateforme ne connaît pas, ou ne connaît plus.',
  showAll: 'Voir tous les thèmes',
  yourPlace: 'Votre place',
  notRanked: 'Vous n’êtes pas encore dans ce classement : vos premiers points dans une quête vous y feront entrer.',
  rules:
    'Chaque bonne réponse dans une quête rapporte des points. À égalité, qui y est arrivé en premier reste devant.',
  signIn: 'Se connecter',
  signInIntroduction: 'Connectez-vous pour voir votre place en couleur.',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  code: 'Code à six chiffres',
  codeHint: 'Celui que montre votre application d’authentification.',
  signInUnreachable: 'La plateforme ne répond pas pour le moment. Réessayez dans quelques instants.',
  cancel: 'Annuler',
  signOut: 'Se déconnecter',
  signOutFailed:
    'La déconnexion n’a pas abouti : votre session reste ouverte. Réessayez avant de quitter cet ordinateur.',
  viewerRose: (rank) => `Vous montez : vous êtes ${rank}.`,
  viewerFell: (rank) => `Vous êtes maintenant ${rank}.`,
  newLeader: (name) => `${name} prend la tête.`,
  otherLanguage: { code: 'en', name: 'English', label: 'Read this page in English' },
};

function whole(number: number): string {
  return number.toLocaleString('fr-FR');
}
