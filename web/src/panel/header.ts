/** Name, run, search, language. */
import type { RunView } from '@thuadat/api/map';
import { element } from '../dom.ts';
import { LANGUAGES } from '../i18n.ts';
import type { Store } from '../state.ts';
import { formatDate } from '../wording.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';
import { createSearch } from './search.ts';

const mark = (): HTMLElement =>
  element('img', { src: './icon.svg', alt: '', class: 'mark', width: 30, height: 30 });

const runLabel = (run: RunView, { t, language }: Shown): string =>
  `${run.provinceName} · ${formatDate(run.plannedAt, language)} · ${t(`state.${run.state}`)}`;

export function createHeader({ session, navigate }: Screen, signOut: () => void): HTMLElement {
  const { store } = session;
  const brand = element('div', { class: 'brand' });
  const runs = element('div', { class: 'runs' });
  const languages = element('div', { class: 'languages', role: 'group' });
  const person = element('div', { class: 'person' });
  const header = element(
    'header',
    { class: 'header' },
    brand,
    runs,
    createSearch({ session, navigate }),
    element('div', { class: 'corner' }, person, languages),
  );

  keepDrawn(
    brand,
    session,
    () => [],
    ({ t }) => [mark(), element('div', {}, element('h1', {}, t('product')), element('p', {}, t('tagline')))],
  );

  keepDrawn(
    runs,
    session,
    ({ loaded, state }) => [loaded.runs, state.run],
    (shown) => runChoice(shown, store),
  );

  keepDrawn(
    languages,
    session,
    () => [],
    (shown) => {
      languages.setAttribute('aria-label', shown.t('language'));
      document.documentElement.lang = shown.language;
      return languageButtons(shown, store);
    },
  );
  keepDrawn(
    person,
    session,
    ({ loaded }) => [loaded.who],
    ({ loaded, t }) => {
      const { who } = loaded;
      if (who?.mode !== 'accounts' || !who.actor) return [];
      return [
        element('span', {}, who.actor.display),
        element('button', { type: 'button', 'data-key': 'sign-out', onclick: signOut }, t('account.signOut')),
      ];
    },
  );
  return header;
}

function runChoice(shown: Shown, store: Store): HTMLElement[] {
  const list = shown.loaded.runs ?? [];
  if (list.length === 0) return [];
  const options = list.map((run) =>
    element('option', { value: run.id, selected: run.id === shown.state.run }, runLabel(run, shown)),
  );
  const select = element(
    'select',
    {
      'data-key': 'run',
      'aria-label': shown.t('run'),
      title: shown.state.run,
      onchange: () => store.set({ run: select.value, parcel: null, issue: null, filter: {}, view: null }),
    },
    ...options,
  );
  return [select];
}

const languageButtons = ({ language }: Shown, store: Store): HTMLElement[] =>
  LANGUAGES.map((each) =>
    element(
      'button',
      {
        type: 'button',
        'data-key': each,
        'aria-pressed': String(each === language),
        lang: each,
        onclick: () => store.set({ language: each }),
      },
      each === 'vi' ? 'Tiếng Việt' : 'English',
    ),
  );
