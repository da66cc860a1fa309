import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { FIRST_OPERATIONS } from './first-operations.js';
import { inlineSource, pageHeaders } from './page-headers.js';

/** What opening /graphql in a browser shows. */
export interface SandboxOptions {
  /** Path of the explorer that needs no CDN. */
  readonly offlineExplorerPath: string;
}

/**
 * Serves Apollo Sandbox for queries, mutations and subscriptions. The library's own landing page drops the
 * subscription settings, so the page is rendered here. Sandbox loads from a CDN: where that fails, the page says so
 * and points to the offline explorer.
 * @param app the server that answers /graphql; its HTML answers there get the page's security headers
 */
export function sandboxLandingPage(app: FastifyInstance, options: SandboxOptions): ApolloServerPlugin {
  const html = renderSandbox(options);
  app.addHook('onSend', async (request, reply) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (isPage && request.routeOptions.url === '/graphql') void reply.headers(headers);
  });
  return {
    async serverWillStart() {
      return { renderLandingPage: async () => ({ html }) };
    },
  };
}

/** The major version that @apollo/server itself embeds. */
const SANDBOX_SCRIPT = 'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js';

const style = `
      *, *::before, *::after { box-sizing: border-box; }
      body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
        font: 1rem/1.5 system-ui, sans-serif; color: #14202c; background: #f5f7fa; }
      [hidden] { display: none !important; }
      header { padding: .5rem 1rem; background: #14202c; color: #fff;
        display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; }
      header strong { font-size: 1.1rem; }
      header a { padding: .35rem 0; color: #9bd3ff; }
      @media (min-width: 40rem) { header a { margin-left: auto; } }
      main { flex: 1; display: flex; }
      #sandbox { flex: 1; display: flex; }
      #sandbox iframe { flex: 1; width: 100%; border: 0; background: #fff; }
      #message { width: min(40rem, 100% - 2rem); margin: clamp(1rem, 8vh, 5rem) auto auto; padding: 1.5rem;
        background: #fff; border: 1px solid #c9d3dd; border-radius: .75rem; }
      #message h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.25; }
      #message [lang=en] { color: #44525f; }
      #message > :last-child { margin-bottom: 0; }
      .button { display: inline-block; padding: .65rem 1.1rem; border-radius: .5rem;
        background: #0b5cad; color: #fff; font-weight: 600; text-decoration: none; }
      a:hover { text-decoration: underline; }
      a:focus-visible { outline: 3px solid #ffb454; outline-offset: 2px; }
      code { font-size: .95em; overflow-wrap: anywhere; }
    `;

/** `<` is written so that no operation can close the script element. */
const script = `
      const endpoint = location.origin + '/graphql';
      const show = (id) => {
        for (const part of ['sandbox', 'loading', 'failed']) document.getElementById(part).hidden = part !== id;
        document.getElementById('message').hidden = id === 'sandbox';
      };
      const library = document.createElement('script');
      library.src = ${JSON.stringify(SANDBOX_SCRIPT)};
      library.onerror = () => show('failed');
      library.onload = () => {
        show('sandbox');
        new window.EmbeddedSandbox({
          target: '#sandbox',
          initialEndpoint: endpoint,
          initialSubscriptionEndpoint: endpoint.replace(/^http/, 'ws'),
          endpointIsEditable: false,
          allowDynamicStyles: false,
          runTelemetry: false,
          initialState: {
            document: ${JSON.stringify(FIRST_OPERATIONS).replaceAll('<', '\\u003c')},
            headers: { Authorization: '' },
            pollForSchemaUpdates: false,
          },
        });
      };
      for (const place of document.querySelectorAll('[data-endpoint]')) place.textContent = endpoint;
      show('loading');
      document.head.append(library);
    `;

const headers = pageHeaders({
  'script-src': [inlineSource(script), new URL(SANDBOX_SCRIPT).origin],
  'style-src': [inlineSource(style)],
  'img-src': ['data:'],
  // Sandbox runs in a frame and asks this page to send the operations.
  'frame-src': ['https://sandbox.embed.apollographql.com'],
  'connect-src': ["'self'"],
});

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' " +
  "rx='3' fill='%2314202c'/%3E%3Cpath d='M4 3.5h4a4.5 4.5 0 0 1 0 9H4z' fill='%239bd3ff'/%3E%3C/svg%3E";

/** The page itself. */
function renderSandbox({ offlineExplorerPath }: SandboxOptions): string {
  return `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>DoctorPy · GraphQL</title>
    <link rel="icon" href="${icon}" />
    <style>${style}</style>
  </head>
  <body>
    <header>
      <strong>DoctorPy</strong>
      <span>API GraphQL · Apollo Sandbox</span>
      <a href="${offlineExplorerPath}">Explorateur hors ligne <span lang="en">· Offline explorer</span></a>
    </header>
    <main>
      <div id="sandbox" hidden></div>
      <section id="message" role="status">
        <div id="loading" hidden>
          <h1>Apollo Sandbox se charge…</h1>
          <p>Il vient d’Internet. Si rien n’arrive, l’explorateur hors ligne fait la même chose sans lui.</p>
          <p lang="en">Apollo Sandbox is loading from the Internet. If nothing comes, the offline explorer does the same
            without it.</p>
        </div>
        <div id="failed" hidden>
          <h1>Apollo Sandbox n’est pas joignable</h1>
          <p>Il se charge depuis Internet et n’a pas répondu. L’explorateur hors ligne, servi par cette machine, permet
            lui aussi d’écrire des requêtes et de suivre des abonnements.</p>
          <p lang="en">Apollo Sandbox loads from the Internet and did not answer. The offline explorer, served by this
            machine, runs queries and subscriptions too.</p>
        </div>
        <noscript>
          <h1>JavaScript est désactivé</h1>
          <p>Les explorateurs en ont besoin. <span lang="en">The explorers need JavaScript.</span></p>
        </noscript>
        <p><a class="button" href="${offlineExplorerPath}">Ouvrir l’explorateur hors ligne</a></p>
        <p>Adresse de l’API <span lang="en">· API address</span> : <code data-endpoint>/graphql</code></p>
      </section>
    </main>
    <script>${script}</script>
  </body>
</html>
`;
}
