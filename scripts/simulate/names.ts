const FIRST_NAMES =
  'Lison Emma Jade Louise Alice Chloé Lina Mila Rose Anna Inès Ambre Julia Manon Juliette Zoé Camille Lou Agathe Maëlle ' +
  'Aïcha Fatou Yasmine Nour Salomé Romane Capucine Clémence Élise Noémie Margaux Apolline Soline Maïwenn Anaïs Aya ' +
  'Gabriel Raphaël Léo Louis Lucas Adam Arthur Jules Hugo Maël Liam Noah Ethan Sacha Nathan Gabin Éden Tom Mohamed ' +
  'Ibrahim Mamadou Youssef Ismaël Théo Timéo Malo Titouan Loïc Gaëtan Côme Basile Émile Félix Victor Oscar Samuel ' +
  'Antoine Maxime Valentin Baptiste Clément Rémi Corentin Quentin Kylian Amine Karim Diego Marius Auguste Célestin';

const NICKNAMES =
  'PetitPython SerpentCurieux BoucleInfinie ChatDuClavier TortueTurbo RenardBinaire HibouMalin OctetJoyeux ' +
  'VirguleFlottante CrêpeEtCode PixelBreton ÉcureuilLogique MarmotteDuWeb CigaleCodeuse LapinParallèle ' +
  'GrenouilleGrecque CanardEnCaoutchouc HérissonHardi PoulpePatient BaleineBleue LoutreLucide MoustiqueMatheux';

const firstNames = FIRST_NAMES.split(' ');
const nicknames = NICKNAMES.split(' ');

/** A display name as a learner in France might choose one; the same number gives the same name. */
export function nameOf(index: number): string {
  const [round, place] = [Math.floor(index / firstNames.length), (index * 37) % firstNames.length];
  const nickname = index % 6 === 5 ? nicknames[Math.floor(index / 6) % nicknames.length] : undefined;
  if (nickname !== undefined) return index < 6 * nicknames.length ? nickname : `${nickname}${index}`;
  const initial = String.fromCharCode(65 + ((index * 7 + round) % 26));
  return round === 0 ? `${firstNames[place]}` : `${firstNames[place]} ${initial}.`;
}
