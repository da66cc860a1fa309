/**
 * Words that carry no topic in a French (or English) learner's question, folded: accents removed, lower case.
 * Grammatical words come from Snowball's French list; the second block is what beginners wrap a question in
 * ("comment faire pour…", "c'est quoi…", "j'arrive pas à…"); the third, how they type it on a phone. English words that Python uses (`for`, `in`, `is`, `and`, `from`,
 * `with`) are left out on purpose: in these questions they are the topic.
 */
export const stopWords: ReadonlySet<string> = new Set(
  `
  a ai ait alors as au aucun aussi autre autres aux avait avec avoir avons ayant c ca car ce ceci cela celle celui ces
  cet cette ceux chez ci d dans de deja des deux donc dont du elle elles en encore entre es est et etaient etait etant
  ete etre eu eux fait faites fois font h hors ici il ils j je jusqu l la le les leur leurs lorsqu lui m ma mais me
  meme mes moi mon n ne ni nos notre nous on ont ou par parce pas peu plus plusieurs pour qu quand que quel quelle
  quelles quels qui quoi quoiqu s sa sans se sera serait ses si soi son sont sous suis sur t ta te tes toi ton tous
  tout toute toutes tres tu un une va vers vont vos votre vous y

  aide aider aidez apprendre arrive besoin bonjour chose choses comment comprend comprendre comprends difference
  differences dire dis dit donne donner ecrire ecris ecrit explication explique expliquer expliques expliquez faire faut marche marcher merci
  moyen peut peux possible pourquoi pourrais pourriez python realiser salut savoir sait sais sert servir signifie stp svp
  utilise utiliser utilite veut veux voir vois voudrais vouloir

  bjr cmt coman dsl jsp kel kelle kes keske ki koi koman pk pkoi pq qd qqch qqn slt svp tjs tt ui

  about am an are be can do does explain how i it mean means my of please so that the this to use what when why you your
`
    .split(/\s+/)
    .filter(Boolean),
);
