/** Puts the parts together. */
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/500.css';
import '@fontsource/be-vietnam-pro/600.css';
import 'maplibre-gl/dist/maplibre-gl.css';
import './look/page.css';
import './look/panel.css';
import './look/parcel.css';
import './look/map.css';
import { serverDataset } from './dataset.ts';
import { element } from './dom.ts';
import { translator } from './i18n.ts';
import { listenToKeys } from './keyboard.ts';
import { createMapPane } from './map.ts';
import { createNavigate } from './navigate.ts';
import { createControls, createLegend } from './panel/controls.ts';
import { createHeader } from './panel/header.ts';
import { createNotice } from './panel/notice.ts';
import type { Screen } from './panel/panel.ts';
import { createParcelPanel } from './panel/parcel.ts';
import { createSide } from './panel/side.ts';
import { formatPermalink, parsePermalink } from './permalink.ts';
import { createSession } from './session.ts';
import { createStore } from './state.ts';

const store = createStore(parsePermalink(location.search));
const session = createSession(store, serverDataset(new URL('.', location.href)));
const canvas = element('div', { class: 'map', id: 'map', tabindex: -1 });
const stage = element('main', { class: 'stage' }, canvas);
const root = document.getElementById('app')!;

function mount(screen: Screen): void {
  const skip = element('a', { class: 'skip', href: '#map' });
  const translate = () => skip.replaceChildren(translator(store.get().language)('skip.map'));
  store.subscribe(translate);
  translate();
  stage.append(createControls(screen), createLegend(screen), createParcelPanel(screen), createNotice(screen));
  root.append(skip, createHeader(screen), createSide(screen), stage);
}

root.append(stage);
const pane = createMapPane(canvas, session);
const navigate = createNavigate(session, pane);
mount({ session, navigate });
pane.onParcel(navigate.parcel);
pane.onCommune((unit) =>
  navigate.commune(unit, session.loaded().communes.find((commune) => commune.unit === unit)?.extent ?? null),
);
listenToKeys(navigate);
store.subscribe((state) => history.replaceState(null, '', formatPermalink(state)));
void session.start();
