/** Built-in functions a beginner may have misspelt. */
export const BUILTIN_NAMES: readonly string[] =
  'abs all any bin bool chr dict divmod enumerate filter float format input int isinstance len list map max min None open ord pow print range repr reversed round set sorted str sum tuple type zip True False'.split(
    ' ',
  );

/** The methods of built-in types, as far as lessons use them. */
export const METHODS: Record<string, readonly string[] | undefined> = {
  str: 'capitalize center count endswith find format index isalnum isalpha isdigit islower isspace istitle isupper join lower lstrip partition removeprefix removesuffix replace rfind rsplit rstrip split splitlines startswith strip swapcase title upper zfill'.split(
    ' ',
  ),
  list: 'append clear copy count extend index insert pop remove reverse sort'.split(' '),
  tuple: 'count index'.split(' '),
  dict: 'clear copy get items keys pop popitem setdefault update values'.split(' '),
  set: 'add clear copy difference discard intersection isdisjoint issubset issuperset pop remove union update'.split(
    ' ',
  ),
};

/** What people who know another language, or another type, ask for, and what Python has instead. */
export const FOREIGN_METHODS: Record<string, string | undefined> = {
  'list.push': 'append',
  'list.add': 'append',
  'list.ajouter': 'append',
  'list.length': 'len(...)',
  'list.len': 'len(...)',
  'list.size': 'len(...)',
  'list.max': 'max(...)',
  'list.min': 'min(...)',
  'list.sum': 'sum(...)',
  'list.join': '"...".join(liste)',
  'list.contains': 'in',
  'list.delete': 'remove',
  'list.sorted': 'sorted(...)',
  'str.length': 'len(...)',
  'str.len': 'len(...)',
  'str.size': 'len(...)',
  'str.toUpperCase': 'upper',
  'str.toLowerCase': 'lower',
  'str.uppercase': 'upper',
  'str.lowercase': 'lower',
  'str.trim': 'strip',
  'str.contains': 'in',
  'str.append': '+',
  'str.reverse': '[::-1]',
  'dict.append': 'dictionnaire[cle] = valeur',
  'dict.add': 'dictionnaire[cle] = valeur',
  'dict.has_key': 'in',
  'dict.length': 'len(...)',
  'dict.iteritems': 'items',
  'set.append': 'add',
  'set.length': 'len(...)',
  'tuple.append': '+',
};
