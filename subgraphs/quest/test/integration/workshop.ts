import type { QuestContent } from '../../src/services/content/content-schema.js';
import { questSchema } from '../../src/services/content/content-schema.js';
import { readYaml } from '../../src/services/content/yaml-file.js';

/** The source of a quest of this test suite, with the kinds of question that are about programs and reasons. */
export const workshopSource = `
id: test_workshop_101
version: 1
title: L’atelier
summary: Des programmes à écrire, à réparer et à expliquer.
category: python_basics
difficulty: BEGINNER
estimatedMinutes: 10
concepts: [fonctions, erreurs]
questions:
  - key: q1
    type: trueFalse
    prompt: "\`age == 25\` donne la valeur 25 à \`age\`."
    points: 10
    maxAttempts: 2
    hints: [{ text: Que font deux signes égal ? }]
    answer: false
    reasons:
      - { id: a, text: "\`==\` affecte.", feedback: Comparez avec un seul signe égal. }
      - { id: b, text: "\`==\` compare." }
    reason: b
    feedback: Essayez ce programme avant de répondre.
    explanation: Un signe affecte, deux comparent.
  - key: q2
    type: explainError
    prompt: Expliquez cette erreur.
    points: 20
    code: |
      prix = input()
      total = prix + 3
    stdin: ["12"]
    error: 'TypeError: can only concatenate str (not "int") to str'
    steps:
      - prompt: Où ?
        choices: [{ id: a, text: Ligne 1, feedback: Lire un texte n’est pas une erreur. }, { id: b, text: Ligne 2 }]
        answer: b
        en: { prompt: Where? }
      - prompt: Pourquoi ?
        choices: [{ id: a, text: C’est un texte }, { id: b, text: Le nom manque, feedback: Ce nom existe bien. }]
        answer: a
    explanation: "\`input\` renvoie toujours un texte."
  - key: q3
    type: code
    prompt: Écrivez \`moyenne(notes)\`, qui vaut 0 pour une liste vide.
    points: 20
    concepts: [fonctions]
    accepted:
      - |
        def moyenne(notes):
            if not notes:
                return 0
            return sum(notes) / len(notes)
    mistakes:
      - code: |
          def moyenne(notes):
              return sum(notes) / len(notes)
        feedback: Et pour une liste vide ?
    tests:
      - { call: "moyenne([10, 14])", expect: "12.0" }
      - { call: "moyenne([])", expect: "0", hidden: true, name: La liste vide, feedback: Combien d’éléments ?, concept: erreurs }
      - random: { call: moyenne, args: [{ list: { int: [0, 20] }, length: [1, 4] }], runs: 10 }
    forbids:
      - "import:statistics"
      - { construct: while, feedback: Cette fois sans boucle while. }
    feedback: Relisez l’énoncé.
    explanation: La somme divisée par le nombre.
  - key: q4
    type: repairCode
    prompt: Réparez ce programme, qui salue.
    points: 10
    maxAttempts: 2
    code: |
      prenom = input()
      print("Bonjour", prenon)
    accepted:
      - |
        prenom = input()
        print("Bonjour", prenom)
    tests:
      - { stdin: [Ana], stdout: Bonjour Ana }
      - { stdin: [Hugo], stdout: Bonjour Hugo, hidden: true }
    feedback: Comparez les noms lettre par lettre.
    explanation: Les deux noms doivent être écrits de la même façon.
`;

/** That quest as it is published. */
export const workshop: QuestContent = (() => {
  const { value, problems } = readYaml({ path: 'workshop', text: workshopSource }, questSchema);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
})();
