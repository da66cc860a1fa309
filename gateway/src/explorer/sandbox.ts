import type { ApolloServerPlugin } from '@apollo/server';

/** What opening /graphql in a browser shows. */
export interface SandboxOptions {
  /** Path of the explorer that needs no CDN. */
  readonly offlineExplorerPath: string;
}

const FIRST_OPERATION = `# Bienvenue ! Welcome! Try these one after the other.
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

/**
 * Serves Apollo Sandbox for queries, mutations and subscriptions. The library's own landing page drops the
 * subscription settings, so the page is rendered here. Sandbox loads from a CDN: where that fails, the page says so
 * and points to the offline explorer.
 */
export function sandboxLandingPage(options: SandboxOptions): ApolloServerPlugin {
  const html = renderSandbox(options);
  return {
    async serverWillStart() {
      return { renderLandingPage: async () => ({ html }) };
    },
  };
}

/** The page itself. */
export function renderSandbox({ offlineExplorerPath }: SandboxOptions): string {
  return `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>DoctorPy · GraphQL</title>
    <style>
      body { margin: 0; font: 16px/1.5 system-ui, sans-serif; display: flex; flex-direction: column; height: 100vh; }
      header { padding: .4rem 1rem; background: #1f2d3d; color: #fff; display: flex; gap: 1.5rem; align-items: baseline; }
      header a { color: #9bd3ff; }
      #sandbox { flex: 1; min-height: 0; }
      #fallback { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <header>
      <strong>DoctorPy</strong>
      <span>Apollo Sandbox</span>
      <a href="${offlineExplorerPath}">Explorateur hors ligne · Offline explorer</a>
    </header>
    <main id="sandbox"></main>
    <section id="fallback" hidden>
      <p lang="fr">Apollo Sandbox se charge depuis Internet et n’a pas répondu. Utilisez
        <a href="${offlineExplorerPath}">l’explorateur hors ligne</a>, qui n’a besoin de rien d’autre.</p>
      <p lang="en">Apollo Sandbox loads from the Internet and did not answer. Use
        <a href="${offlineExplorerPath}">the offline explorer</a>, which needs nothing else.</p>
    </section>
    <script>
      function startSandbox() {
        const endpoint = location.origin + '/graphql';
        new window.EmbeddedSandbox({
          target: '#sandbox',
          initialEndpoint: endpoint,
          initialSubscriptionEndpoint: endpoint.replace(/^http/, 'ws'),
          hideCookieToggle: false,
          initialState: {
            document: ${JSON.stringify(FIRST_OPERATION).replaceAll('<', '\\u003c')},
            sharedHeaders: { 'Accept-Language': navigator.language },
            pollForSchemaUpdates: false,
          },
        });
      }
      function showFallback() {
        document.getElementById('sandbox').hidden = true;
        document.getElementById('fallback').hidden = false;
      }
    </script>
    <script src="https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js"
      onload="startSandbox()" onerror="showFallback()"></script>
  </body>
</html>
`;
}
