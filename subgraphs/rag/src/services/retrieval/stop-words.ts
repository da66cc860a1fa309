/**
 * Words that carry no topic in a French (or English) learner's question, folded: accents removed, lower case.
 * Grammatical words come from Snowball's French list; the second block is what beginners wrap a question in
 * ("comment faire pour…", "c'est quoi…", "j'arrive pas à…"); the third, how they type it on a phone. English words that
 * Python uses (`for`, `in`, `is`, `and`, `from`, `with`) are left out on purpose: in these questions they are the topic.
 */
export const stopWords: ReadonlySet<string> = words(`
  a ai ait appelles alors as au aucun aussi autre autres aux avait avec avoir avons ayant c ca car ce ceci cela celle celui ces
  cet cette ceux chez ci comme d dans de deja des deux donc dont du elle elles en encore entre es est et etaient etait
  etant ete etre eu eux fait faites fois font h hors ici il ils j je jusqu l la le les leur leurs lorsqu lorsque lui m ma
  mais me meme mes moi mon n ne ni nos notre nous on ont ou par parce pas peu plus plusieurs pour qu quand que quel
  quelle quelles quelqu quels qui quoi quoiqu s sa sans se sera serait ses si soi son sont sous suis sur t ta te tes toi
  ton tous tout toute toutes tres tu un une va vers vont vos votre vous y

  aide aider aidez arrive besoin bonjour chose choses comment comprend comprendre comprends dire dis dit donne donner
  explication explique expliquer expliques expliquez faire faut marche marcher merci moyen peut peux possible pourquoi
  pourrais pourriez puis realiser salut savoir sait sais sert servir signifie stp svp veut veux voir vois voudrais vouloir

  bjr cest cetait cmt coman dla jai jarrive dsl jsp kel kelle kes keske ki koi kwa koman pk pkoi pq qd qqch qqn quest slt svp tjs tt ui ke ya
  jpeux jveux jdois jfais jme jsuis jsais jvais chui chuis jvoudrais jarriv yen tas ta fo fau faudrait pr ds avc dc fau vrmt mtn qqun bcp tkt genre wesh frr mec svpp madame monsieur kan kand comen commen
  fai ser lordi ordi qd nb cmt kwa truk esce esque estce kil kils kon cke ski sa

  about am an are at be by can could do does explain have how i it mean means my of over please should so some something that the this to u use what when which who why would you your
`);

/**
 * Words that beginners use in questions about anything: they help to choose between passages, but are never what a
 * question is about. They count for `weakWeight` of another word, also when a question has no other word ("Qu'est-ce que
 * Python ?").
 */
export const weakWords: ReadonlySet<string> = words(`
  apprendre code coder difference differences ecrire ecris ecrit exemple exemples exercice existe exister mettre met
  mets permet permettre programme programmer programmes programmation python utilise utiliser utilises utilite
  utilisation essaye essayer veux trouver trouve mieux simple simplement facile facilement
  work works
  probleme souci question truc trucs machin bien rien toujours pendant depuis example using make get there
  temps heure jour nuit non oui apres avant dedans pareil propre grave bizarre vraiment bon bonne pourtant mien mienne exo exos
  metre metr mettez remettre met inside outside between two put both same again thing things happen happens keep asking
  answer right other others new see want need know way only just like one different tell try trying wrong
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
