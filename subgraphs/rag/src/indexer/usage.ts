/** What the command line can do. */
export const usage = `Documents that the assistant quotes, for the operator of an installation.

  npm run rag:index -- <path…> [options]                 with the data of npm start, or of DATABASE_URL
  node subgraphs/rag/dist/indexer.js <path…> [options]   in a container, or wherever rag runs

  <path>               a file, or a folder with all that is in it: Markdown, reStructuredText, HTML, Jupyter
                       notebooks, Python, plain text and PDF; only what is new or changed is written
  --tags <a,b>         tags of all of them, besides those in the front matter of Markdown
  --category <id>      their category, python_basics for example
  --language fr|en     what they are written in (fr)
  --kind <kind>        tutorial, howto, faq, reference or document: what teaches is found before what lists
  --prune              also remove what was indexed from these folders and is no longer there
  --remove             index nothing: remove what was indexed from these paths
  --dry-run            read everything and say what would be done; write nothing

Ends with 0 when all is done, 1 when a file failed (the others are indexed), 2 when the command was not understood.`;
