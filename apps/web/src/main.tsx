import { createClient } from '@doctorpy/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createLiveBoard } from './board/live-board.js';
import { readChoice } from './choice.js';
import { createLanguage } from './page/language.js';
import { Page } from './page/Page.js';
import './styles/index.css';
import { createViewer } from './viewer/viewer.js';

const url = new URL('graphql', document.baseURI).href;
const language = createLanguage();
// Anonymous, whoever looks: what it carries is the same for all, and outlives every token.
const board = createLiveBoard(readChoice(location.search), (onConnection) => createClient({ url, onConnection }));
const viewer = createViewer({
  client: (accessToken) => createClient({ url, accessToken, language: language.get(), session: 'cookie' }),
  // Locks are for secure contexts only; without them two tabs may both renew, which the API allows.
  alone: (name, task) => (navigator.locks ? navigator.locks.request(name, task) : task()),
});

addEventListener('online', () => board.setNetwork(true));
addEventListener('offline', () => board.setNetwork(false));
board.setNetwork(navigator.onLine);

const root = document.getElementById('page');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page api={(code) => createClient({ url, language: code })} board={board} language={language} viewer={viewer} />
    </StrictMode>,
  );
}
