/** The search box: a combobox as ARIA describes it. */
import type { SearchHit } from '@thuadat/api/map';
import { element, icon } from '../dom.ts';
import { type Translate, translator } from '../i18n.ts';
import type { Navigate } from '../navigate.ts';
import type { Screen } from './panel.ts';

const PAUSE_MS = 120;

type Combobox = {
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  readonly navigate: Navigate;
  hits: readonly SearchHit[];
  /** Place of the hit that Enter chooses; -1 = none. */
  active: number;
};

export function createSearch({ session, navigate }: Screen): HTMLElement {
  const { store } = session;
  const t = () => translator(store.get().language);
  const combobox: Combobox = { ...elements(), navigate, hits: [], active: -1 };
  const { input, list } = combobox;
  let running = new AbortController();
  let timer = 0;

  async function ask(): Promise<void> {
    const text = input.value.trim();
    const { run } = session.loaded();
    running.abort();
    running = new AbortController();
    if (text.length < 2 || !run) return open(combobox, false);
    try {
      combobox.hits = await session.dataset.search(run, text, running.signal);
      draw(combobox, t());
    } catch (fault) {
      if ((fault as Error).name !== 'AbortError') throw fault;
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE_MS);
  });
  input.addEventListener('focus', () => {
    if (combobox.hits.length > 0 && input.value.trim().length > 1) draw(combobox, t());
  });
  input.addEventListener('blur', () => open(combobox, false));
  input.addEventListener('keydown', (event) => answerKey(combobox, event));

  const translate = () => {
    input.placeholder = t()('search');
    input.setAttribute('aria-label', t()('search.label'));
    list.setAttribute('aria-label', t()('search.label'));
  };
  store.subscribe((state, before) => state.language !== before.language && translate());
  translate();
  return element(
    'div',
    { class: 'search', role: 'search' },
    icon('search'),
    input,
    element('kbd', {}, '/'),
    list,
  );
}

const elements = (): Pick<Combobox, 'input' | 'list'> => ({
  input: element('input', {
    type: 'search',
    id: 'search',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-controls': 'search-hits',
    'aria-autocomplete': 'list',
    maxlength: 120,
  }),
  list: element('div', { id: 'search-hits', role: 'listbox', class: 'hits', hidden: true }),
});

function answerKey(combobox: Combobox, event: KeyboardEvent): void {
  const { hits, active, input } = combobox;
  if (event.key === 'ArrowDown') mark(combobox, Math.min(active + 1, hits.length - 1));
  else if (event.key === 'ArrowUp') mark(combobox, Math.max(active - 1, 0));
  else if (event.key === 'Enter') choose(combobox, hits[active]);
  else if (event.key === 'Escape') input.blur();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function draw(combobox: Combobox, t: Translate): void {
  const { hits, list } = combobox;
  const items = hits.map((hit, at) =>
    element(
      'div',
      {
        role: 'option',
        id: `hit-${at}`,
        class: 'hit',
        'aria-selected': 'false',
        onmousedown: (event) => {
          event.preventDefault();
          choose(combobox, hit);
        },
      },
      ...hitLines(hit, t),
    ),
  );
  list.replaceChildren(...(items.length > 0 ? items : [element('p', { class: 'note' }, t('search.none'))]));
  open(combobox, true);
  if (items.length > 0) mark(combobox, 0);
}

const hitLines = (hit: SearchHit, t: Translate): Node[] =>
  hit.kind === 'commune'
    ? [element('strong', {}, hit.name), element('span', {}, `${hit.unit} · ${t('search.commune')}`)]
    : [
        element(
          'strong',
          {},
          hit.new ?? hit.old ?? `${hit.ordinal}`,
          element('i', { class: `dot ${hit.status}` }),
        ),
        element(
          'span',
          {},
          [hit.name, hit.old && `${t('search.old')} ${hit.old}`].filter(Boolean).join(' · '),
        ),
        element('code', {}, hit.parcelId ?? ''),
      ];

function open(combobox: Combobox, shown: boolean): void {
  const { input, list } = combobox;
  list.hidden = !shown;
  input.setAttribute('aria-expanded', String(shown));
  if (!shown) combobox.active = -1;
  input.removeAttribute('aria-activedescendant');
}

function mark(combobox: Combobox, at: number): void {
  combobox.active = at;
  combobox.list.querySelectorAll('[role=option]').forEach((option, index) => {
    option.setAttribute('aria-selected', String(index === at));
    if (index === at) option.scrollIntoView({ block: 'nearest' });
  });
  if (at >= 0) combobox.input.setAttribute('aria-activedescendant', `hit-${at}`);
}

function choose(combobox: Combobox, hit: SearchHit | undefined): void {
  if (!hit) return;
  const { input, navigate } = combobox;
  open(combobox, false);
  input.blur();
  if (hit.kind === 'commune') navigate.commune(hit.unit, hit.extent);
  else {
    navigate.parcel(hit.ordinal);
    navigate.locate(hit.lonLat, null);
  }
}
