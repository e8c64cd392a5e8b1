/** Puts the parts together. */
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/500.css';
import '@fontsource/be-vietnam-pro/600.css';
import 'maplibre-gl/dist/maplibre-gl.css';
import './look/page.css';
import './look/panel.css';
import './look/parcel.css';
import './look/map.css';
import './look/review.css';
import './look/narrow.css';
import { createCompare } from './compare/compare.ts';
import { serverDataset } from './dataset.ts';
import { element } from './dom.ts';
import { translator } from './i18n.ts';
import { listenToKeys } from './keyboard.ts';
import { startLasso } from './lasso/lasso.ts';
import { createMapPane } from './map.ts';
import { createNavigate } from './navigate.ts';
import { createControls, createLegend } from './panel/controls.ts';
import { createHeader } from './panel/header.ts';
import { createNotice } from './panel/notice.ts';
import type { Screen } from './panel/panel.ts';
import { createParcelPanel } from './panel/parcel.ts';
import { createSide } from './panel/side.ts';
import { formatPermalink, parsePermalink } from './permalink.ts';
import { openBulk } from './review/bulk-dialog.ts';
import { createCaseCard } from './review/case-card.ts';
import { openHelp } from './review/dialogs.ts';
import { reviewKeys } from './review/keys.ts';
import { createQueue } from './review/queue.ts';
import { serverRemote } from './review/review-api.ts';
import { createDesk } from './review/review-controller.ts';
import { createSignIn } from './review/sign-in.ts';
import { createSaid } from './review/status-message.ts';
import { createSession } from './session.ts';
import { createStore } from './state.ts';

const store = createStore(parsePermalink(location.search));
const base = new URL('.', location.href);
const language = () => store.get().language;
const remote = serverRemote(base, language);
const session = createSession(store, serverDataset(base, language), remote.session);
const desk = createDesk(session, remote, ({ lonLat, extent }) => navigate.expect(lonLat, extent));
const dialogs = {
  help: () => openHelp(session, keys),
  bulk: () => void openBulk(session, desk),
  lasso: () => lasso(),
};
const keys = reviewKeys(session, desk, dialogs);
const canvas = element('div', { class: 'map', id: 'map', tabindex: -1 });
const stage = element('main', { class: 'stage' }, canvas);
const root = document.getElementById('app')!;

function mount(screen: Screen): void {
  const skip = element('a', { class: 'skip', href: '#map' });
  const translate = () => skip.replaceChildren(translator(store.get().language)('skip.map'));
  store.subscribe(translate);
  translate();
  stage.append(
    createControls(screen),
    createLegend(screen),
    createParcelPanel(screen),
    createCaseCard(screen, desk),
    createSaid(screen),
    createNotice(screen),
  );
  const signOut = () => void remote.signOut().then(() => location.reload());
  root.append(
    skip,
    createHeader(screen, signOut),
    createSide(screen, desk, createQueue(screen, desk, dialogs)),
    stage,
    createSignIn(session, remote),
  );
}

root.append(stage);
const pane = createMapPane(canvas, session);
createCompare(stage, pane.map, session);
function lasso(): void {
  startLasso(stage, pane.map, session, (area) => desk.filter({ area }));
}
const navigate = createNavigate(session, pane);
mount({ session, navigate });
pane.onParcel(navigate.parcel);
pane.onCommune((unit) =>
  navigate.commune(unit, session.loaded().communes.find((commune) => commune.unit === unit)?.extent ?? null),
);
listenToKeys(session, navigate, keys);
session.onLoad((loaded, before) => {
  const { detail } = loaded;
  if (detail && detail.key !== before.detail?.key) navigate.locate(detail.lonLat, detail.extent);
});
store.subscribe((state) => history.replaceState(null, '', formatPermalink(state)));
void session.start();
