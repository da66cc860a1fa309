import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['doctorpy-src', ...defaultClientConditions] },
  build: {
    // build.mjs removes what is no longer needed.
    emptyOutDir: false,
    // Fonts and images stay files of their own: the page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
  },
  experimental: {
    // The page is at `…/leaderboard`, its files below that: relative, so that it works under any PUBLIC_URL.
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `leaderboard/${file}` : { relative: true }),
  },
  // `npx vite apps/web` beside a running platform: the page is rebuilt while one writes.
  server: { proxy: { '/graphql': { target: 'http://localhost:4000', ws: true } } },
});
