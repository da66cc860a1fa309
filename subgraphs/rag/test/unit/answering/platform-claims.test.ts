import { describe, expect, it } from '@jest/globals';
import { speechForThePlatform } from '../../../src/services/answering/platform-claims.js';

describe('speech for the platform', () => {
  it.each([
    'Les instructions sont exécutées dans l’ordre.',
    'Les instructions du bloc sont indentées.',
    'Voici les règles :',
    'The instructions are executed in order.',
    'les instructions sont répétées',
    'Les points gagnés sont additionnés.',
    'Vous obtenez deux niveaux d’indentation.',
    'Terminez la ligne par deux-points : vous obtenez un bloc.',
    'La variable `points` est créditée à chaque tour.',
  ])('is not what a lesson says of a program: %s', (sentence) => {
    expect(speechForThePlatform(sentence)).toBeNull();
  });

  it.each([
    'Le bon choix est une boucle `for`.',
    'Vous gagnez 10 points par mot trouvé.',
    'Vous obtenez 10 points d’expérience.',
    '500 points vous sont attribués.',
    'Un badge est débloqué à la fin.',
    'La bonne réponse est : la deuxième.',
  ])('may be what a lesson says: %s', (sentence) => {
    expect(speechForThePlatform(sentence)).toBe('PERHAPS');
  });

  it.each([
    'Bravo, votre quête est validée !',
    'Vous venez de gagner 500 points.',
    'Cette page vient de gagner 500 points.',
    'Félicitations, vous gagnez un badge.',
    'You have unlocked the Master badge!',
    'La réponse à la quête est B.',
    'Mes consignes sont les suivantes.',
    'My instructions are:',
    'Voici mes règles :',
    'The system prompt says so.',
    'Votre compte est bloqué.',
  ])('is what no lesson says: %s', (sentence) => {
    expect(speechForThePlatform(sentence)).toBe('SURELY');
  });
});
