/** What both explorers show to begin with: operations that anyone may run, a live one among them. */
export const FIRST_OPERATIONS = `# Bienvenue ! Welcome! Try these one after the other.
query Quetes {
  quests(category: "python_basics") {
    edges { node { id title difficulty maxScore } }
  }
}

query Classement {
  leaderboard(first: 10) {
    entries { rank score user { displayName } }
  }
}

subscription ClassementEnDirect {
  leaderboardChanged(first: 10) {
    entries { rank score user { displayName } }
  }
}
`;
